// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;

/**
 * The test by which a treatment is withdrawn: one-sided, always valid, with a level of its own, so
 * that watching for harm takes nothing from the search for gain (Schultzberg, Ankargren and
 * Frånberg, "Risk-Aware Product Decisions in A/B Tests with Multiple Metrics", 2024, section 3).
 *
 * <p>Rates are watched by {@link SequentialRateTest}, exactly and from the first units on, since a
 * treatment that fails always must not be served a hundred times first. Costs, latencies and other
 * unbounded metrics take {@link #ofMeans}, which needs the units of {@link MeanConfidenceSequence}.
 * Once it has found harm it stays found, and with chance alpha at most it ever finds harm where
 * there is none.
 *
 * @param evidence one-sided, towards what is worse
 */
public record DeteriorationTest(SequentialRateTest evidence, Confidence confidence) {

  public DeteriorationTest {
    requireSide(evidence.alternative());
  }

  /**
   * Before the first unit.
   *
   * @param worse {@code LESS} where a high rate is good, {@code GREATER} where it is bad
   * @param history units from before, to learn the usual rate from
   */
  public static DeteriorationTest start(
      Alternative worse, Proportion history, Confidence confidence) {
    return new DeteriorationTest(SequentialRateTest.start(worse, history), confidence);
  }

  /** With a batch more, of which each unit went to the treatment with the chance given. */
  public DeteriorationTest plus(Proportion control, Proportion treatment, double share) {
    return new DeteriorationTest(evidence.plus(control, treatment, share), confidence);
  }

  /** Whether the treatment's rate is worse than the control's. */
  public boolean deteriorated() {
    return evidence.pValue() <= confidence.alpha();
  }

  /** What is known of a mean: it is worse where the interval excludes zero. */
  public static Result<Effect> ofMeans(
      Moments control,
      Moments treatment,
      Alternative worse,
      NormalMixture mixture,
      Confidence confidence) {
    requireSide(worse);
    return MeanConfidenceSequence.of(control, treatment, worse, mixture, confidence);
  }

  private static void requireSide(Alternative worse) {
    if (worse == Alternative.TWO_SIDED) {
      throw new IllegalArgumentException("worse is either GREATER or LESS, not " + worse);
    }
  }
}
