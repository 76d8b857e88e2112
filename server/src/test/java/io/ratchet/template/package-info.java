// SPDX-License-Identifier: Apache-2.0

/** Tests of {@code io.ratchet.template}. */
@NullMarked
package io.ratchet.template;

import org.jspecify.annotations.NullMarked;
