// SPDX-License-Identifier: Apache-2.0

/**
 * Numbers in, numbers out: the statistics behind every comparison, and the summaries that make them
 * cheap.
 *
 * <p>Two kinds of things live here. <em>Summaries</em> ({@link io.ratchet.stats.Proportion}, {@link
 * io.ratchet.stats.Moments}, {@link io.ratchet.stats.sketch.LogHistogram}) hold what a method needs
 * to know about many observations and merge without loss. <em>Methods</em> are one small class
 * each, named as in the literature, with a static {@code of} that takes summaries (control first,
 * treatment second) and answers a {@link io.ratchet.stats.Result}; those named sequences may be
 * looked at any time, all others once.
 *
 * <p>Invariants: a difference is treatment minus control; an answer is never NaN, since data that
 * cannot answer gives {@link io.ratchet.stats.Result.Degenerate} with its reason; arguments that no
 * data could produce are refused with {@link java.lang.IllegalArgumentException}. Types are
 * immutable values, but for those that take one value at a time, such as {@link
 * io.ratchet.stats.sketch.LogHistogram} and {@link io.ratchet.stats.drift.NumericProfile}, which
 * say so.
 *
 * <p>This package never does input or output, never reads a clock, never draws chance that was not
 * handed to it ({@link io.ratchet.stats.sketch.ValueSketch} apart), and never decides what an
 * effect is worth: that is its callers' policy.
 */
@NullMarked
package io.ratchet.stats;

import org.jspecify.annotations.NullMarked;
