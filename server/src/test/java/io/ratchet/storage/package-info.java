// SPDX-License-Identifier: Apache-2.0

/** Tests of the database on each engine. */
@NullMarked
package io.ratchet.storage;

import org.jspecify.annotations.NullMarked;
