// SPDX-License-Identifier: Apache-2.0

/**
 * Quality as people see it, estimated from verdicts of a judge that errs.
 *
 * <p>A model that judges answers is cheap and biased, and a bias that favours one arm looks like an
 * effect. A sample that people have labelled as well says how the judge errs: {@link
 * io.ratchet.stats.judge.RoganGladen} corrects a rate by the judge's sensitivity and specificity
 * measured elsewhere, {@link io.ratchet.stats.judge.PredictionPowered} a mean by labels of the same
 * traffic. The intervals hold the uncertainty about the judge, which more verdicts do not shrink.
 */
@NullMarked
package io.ratchet.stats.judge;

import org.jspecify.annotations.NullMarked;
