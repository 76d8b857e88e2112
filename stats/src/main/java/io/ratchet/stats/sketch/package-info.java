// SPDX-License-Identifier: Apache-2.0

/**
 * Summaries of many values that merge, from which quantiles are read within a known error of the
 * value ({@link io.ratchet.stats.sketch.LogHistogram}) or of the rank ({@link
 * io.ratchet.stats.sketch.ValueSketch}), and the bytes they are stored as.
 *
 * <p>Reading bytes trusts none of them: what no summary could have written is an {@link
 * java.lang.IllegalArgumentException} before anything large is allocated.
 */
@NullMarked
package io.ratchet.stats.sketch;

import org.jspecify.annotations.NullMarked;
