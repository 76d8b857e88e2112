// SPDX-License-Identifier: Apache-2.0

/** Tests of {@code io.ratchet.training}. */
@NullMarked
package io.ratchet.training;

import org.jspecify.annotations.NullMarked;
