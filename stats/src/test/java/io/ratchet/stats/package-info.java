// SPDX-License-Identifier: Apache-2.0

/** Tests of {@code io.ratchet.stats}. */
@NullMarked
package io.ratchet.stats;

import org.jspecify.annotations.NullMarked;
