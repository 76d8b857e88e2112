// SPDX-License-Identifier: Apache-2.0

/** Ids, time, chance, failures. */
@NullMarked
package io.ratchet.base;

import org.jspecify.annotations.NullMarked;
