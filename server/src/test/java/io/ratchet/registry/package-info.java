// SPDX-License-Identifier: Apache-2.0

/** Tests of versions, files and schemas. */
@NullMarked
package io.ratchet.registry;

import org.jspecify.annotations.NullMarked;
