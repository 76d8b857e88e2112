// SPDX-License-Identifier: Apache-2.0

/**
 * How good a model's predictions were, counted so that windows merge: confusions, scores beside
 * labels, errors of numbers; and how good they will have been, estimated before labels come.
 *
 * <p>Summaries are immutable or say that they are not, add without loss, and are stored as bytes
 * that are trusted in nothing when read. A share is answered as a {@link
 * io.ratchet.stats.Proportion}, so that {@link io.ratchet.stats.fixed.WilsonInterval} tells how
 * sure it is; a mean as {@link io.ratchet.stats.Moments}; what has no value is a {@link
 * io.ratchet.stats.Result.Degenerate} or {@code null}, never 0.
 *
 * <p>This package never joins labels to predictions and never decides what is good enough.
 */
@NullMarked
package io.ratchet.stats.quality;

import org.jspecify.annotations.NullMarked;
