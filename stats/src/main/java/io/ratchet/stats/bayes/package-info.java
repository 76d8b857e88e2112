// SPDX-License-Identifier: Apache-2.0

/**
 * What data and prior belief together say about a difference: the chance that the treatment is
 * better, and what either choice is expected to cost.
 *
 * <p>{@link io.ratchet.stats.bayes.NormalPosterior} is for anything with an estimate and its
 * variance (means, ratios, quantiles, relative or not), {@link
 * io.ratchet.stats.bayes.BetaPosterior} for rates of success, where it is exact. Both answer a
 * {@link io.ratchet.stats.bayes.Comparison} of two arms, and {@link
 * io.ratchet.stats.bayes.BestArms} compares any number. Everything is closed form or quadrature, so
 * the same data give the same digits.
 *
 * <p>A posterior is read honestly at one look, or for betting under uncertainty; a rule that ships
 * as soon as the chance to win passes a threshold errs far more often than the threshold says. What
 * stops by itself takes {@link io.ratchet.stats.sequential}.
 */
@NullMarked
package io.ratchet.stats.bayes;

import org.jspecify.annotations.NullMarked;
