// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.WaldInference;

/**
 * The test that two means are equal whose samples have one variance in common.
 *
 * <p>{@code t = (b - a) / (s sqrt(1/n + 1/m))} with the pooled variance {@code s^2 = (m2_a + m2_b)
 * / (n + m - 2)} on n + m - 2 degrees of freedom: Student, "The Probable Error of a Mean",
 * Biometrika 6 (1908). Where the variances differ it is wrong and {@link WelchTest} is not; it is
 * here for comparison with what others compute.
 */
public final class StudentTest {

  private StudentTest() {}

  /** The treatment's mean minus the control's. */
  public static Result<Effect> of(
      Moments control, Moments treatment, Alternative alternative, Confidence confidence) {
    if (Math.min(control.n(), treatment.n()) < 2) {
      return WelchTest.tooFew(control, treatment);
    }
    double degrees = (double) control.n() + treatment.n() - 2;
    double pooled = (control.m2() + treatment.m2()) / degrees;
    return WaldInference.of(
        treatment.mean() - control.mean(),
        Math.sqrt(pooled * (1.0 / control.n() + 1.0 / treatment.n())),
        new ReferenceDistribution.Student(degrees),
        alternative,
        confidence);
  }
}
