// SPDX-License-Identifier: Apache-2.0

/** How long the product takes to be there, and what it occupies when nobody asks. */
@NullMarked
package io.ratchet.bench.start;

import org.jspecify.annotations.NullMarked;
