// SPDX-License-Identifier: Apache-2.0

/**
 * Training a model anew: when, on what, whether what came of it is better, and how it gets to work.
 *
 * <p>A {@link io.ratchet.retrain.Pipeline} says how a model is trained. {@link
 * io.ratchet.retrain.TriggerPolicy} decides from {@link io.ratchet.retrain.Evidence} whether it is
 * to be trained now; each look, fired or not, is kept with its evidence. A {@link
 * io.ratchet.retrain.Run} trains in a bounded worker, {@link io.ratchet.retrain.GatePolicy} judges
 * by bounds on rows that the training did not see, and what passes becomes a version: challenger
 * first, then a canary experiment, then promotion or rollback, by the rooms whose business that is.
 *
 * <p>Invariants: at most one run of a model is open; the same evidence fires once; a run that was
 * killed starts again at most three times and never registers twice; every step is in the journal;
 * deciding is pure. A drift is a reason to train, never evidence that the new version is better.
 *
 * <p>Built-in trainers, the senses and the runtime of models come in through ports ({@link
 * io.ratchet.retrain.Trainers}, {@link io.ratchet.retrain.Watch}, {@link
 * io.ratchet.retrain.Predictions}). It never serves, and moves no route but through {@code routing}
 * and {@code experiment}.
 */
@NullMarked
package io.ratchet.retrain;

import org.jspecify.annotations.NullMarked;
