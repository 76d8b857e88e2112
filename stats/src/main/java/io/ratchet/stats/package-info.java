// SPDX-License-Identifier: Apache-2.0

/** Placeholder. */
@NullMarked
package io.ratchet.stats;

import org.jspecify.annotations.NullMarked;
