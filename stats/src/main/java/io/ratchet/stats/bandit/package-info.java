// SPDX-License-Identifier: Apache-2.0

/**
 * Who gets how much of the traffic while it is being learned who deserves it.
 *
 * <p>Each rule is a pure function from what was seen of the arms to a weight for each, or to the
 * arm that is next: Thompson's rule is {@link io.ratchet.stats.bayes.BestArms}, made to find the
 * best arm sooner by {@link io.ratchet.stats.bandit.TopTwo}; {@link
 * io.ratchet.stats.bandit.TrackAndStop} finds the best arm with as few units as any rule can;
 * {@link io.ratchet.stats.bandit.UpperConfidence} and {@link io.ratchet.stats.bandit.EpsilonGreedy}
 * are the baselines. {@link io.ratchet.stats.bandit.WeightFloor} keeps every arm measurable.
 *
 * <p>Nothing here draws chance: the weights are exact, and assignment does the drawing. What the
 * arms' means were under such weights is biased; {@link io.ratchet.stats.bandit.BatchedDifference}
 * estimates effects without that bias. Bandits that choose by a unit's features are not shipped.
 */
@NullMarked
package io.ratchet.stats.bandit;

import org.jspecify.annotations.NullMarked;
