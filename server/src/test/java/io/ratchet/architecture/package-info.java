// SPDX-License-Identifier: Apache-2.0

/** Tests of the house itself: who may use whom, and what a source file may hold. */
@NullMarked
package io.ratchet.architecture;

import org.jspecify.annotations.NullMarked;
