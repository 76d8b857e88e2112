// SPDX-License-Identifier: Apache-2.0

/**
 * What the sums of a trial say: metrics and goals, a plan, the figures of its arms, and the verdict
 * on them.
 *
 * <p>Pure: values in, values out, for whoever holds sums of arms, live or simulated. An {@link
 * io.ratchet.verdict.Analysis} compares each treatment with the control, metric by metric ({@link
 * io.ratchet.verdict.Comparison}); {@link io.ratchet.verdict.VerdictPolicy} reads it.
 *
 * <p>Invariants: a decision reads always-valid bounds only, and what is shown beside them for a
 * fixed horizon is labelled so; the chance of a wrong decision is shared out before the data; no
 * data means hold; what is unknown is null, with its reason.
 *
 * <p>It never reads a clock, a call or a database, and never moves anything.
 */
@NullMarked
package io.ratchet.verdict;

import org.jspecify.annotations.NullMarked;
