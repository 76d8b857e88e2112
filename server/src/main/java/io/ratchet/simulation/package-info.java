// SPDX-License-Identifier: Apache-2.0

/**
 * What an experiment will be like, said before it starts: how many units and days it takes, and,
 * played thousands of times over, how often its rule promotes, rolls back, is wrong, and what that
 * costs.
 *
 * <p>Units come from this installation's own recorded calls of the control, drawn with replacement
 * and joint as they were, or from assumed rates and means; a difference is put on top of them.
 * Every look asks {@link io.ratchet.verdict.AnalysisPolicy} itself, the rule that decides in
 * production, so what is simulated is what runs.
 *
 * <p>Invariants: the same request with the same seed and the same records gives the same answer, on
 * any number of processors; units, looks, runs and time are bounded; what is not known is null,
 * with what to send to know it. It never writes anything: no route, no call, no journal.
 */
@NullMarked
package io.ratchet.simulation;

import org.jspecify.annotations.NullMarked;
