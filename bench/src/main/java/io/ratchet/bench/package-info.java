// SPDX-License-Identifier: Apache-2.0

/**
 * Measurements of the promises of the product: one command for each, run on demand and never
 * shipped.
 *
 * <p>Every benchmark compares within one run: the product beside the least that could do the same
 * on the same machine in the same minutes. It prints what was measured with its number of samples,
 * and the machine it was measured on. A time here is never a test.
 */
@NullMarked
package io.ratchet.bench;

import org.jspecify.annotations.NullMarked;
