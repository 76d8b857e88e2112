// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * How one simulated experiment ended.
 *
 * @param decision PROMOTE or ROLLBACK where the rule decided, else what it said at the end
 * @param units that took part by then
 * @param arrived units that came by then, those included that took no part
 * @param extraCost what the treatments cost beyond the control, in nano-dollars; 0 where no cost is
 *     known
 * @param peeked what stopping at the first p-value below alpha would have done; null for nothing
 * @param peekedUnits units by then
 */
record Ended(
    Verdict.Decision decision,
    int units,
    int arrived,
    double extraCost,
    Verdict.@Nullable Decision peeked,
    int peekedUnits) {}
