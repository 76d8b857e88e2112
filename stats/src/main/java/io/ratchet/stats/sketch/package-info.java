// SPDX-License-Identifier: Apache-2.0

/**
 * Summaries of many values that merge without loss and from which quantiles are read within a known
 * relative error, and the bytes they are stored as.
 */
@NullMarked
package io.ratchet.stats.sketch;

import org.jspecify.annotations.NullMarked;
