// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Property;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import io.ratchet.stats.planning.MinimumDetectableEffect.Rule;
import io.ratchet.stats.planning.SampleSize.Variances;
import io.ratchet.stats.sequential.GroupSequentialBounds;
import io.ratchet.stats.sequential.GroupSequentialDesign;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.Spending;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlanningTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final NormalMixture MIXTURE = NormalMixture.tunedFor(2000, CONFIDENCE);
  private static final GroupSequentialBounds RAMP =
      value(
          new GroupSequentialDesign(new Spending.ObrienFleming(), Alternative.TWO_SIDED, CONFIDENCE)
              .bounds(List.of(0.1, 0.25, 0.5, 1.0)));
  private static final List<Rule> RULES =
      List.of(
          new Rule.OneLook(Alternative.TWO_SIDED, CONFIDENCE),
          new Rule.OneLook(Alternative.GREATER, CONFIDENCE),
          new Rule.AlwaysValid(MIXTURE, Alternative.TWO_SIDED, CONFIDENCE),
          new Rule.GroupSequential(RAMP));

  @Test
  void theMinimumDetectableEffectIsFoundWithThePowerAsked() {
    Property.holds((random, size) -> {
      Rule rule = RULES.get(random.nextInt(size % 50 == 0 ? 4 : 3));
      SampleSize units = new SampleSize(20L + random.nextInt(size), 20L + random.nextInt(size));
      Variances variances = new Variances(random.nextDouble(), random.nextDouble());
      double power = 0.5 + 0.49 * random.nextDouble();
      double absolute = value(MinimumDetectableEffect.absolute(variances, units, rule, power));
      double found = value(Power.absolute(absolute, variances, units, rule));
      assertThat(found).isBetween(power - 1e-6, power + 0.01);
      double mean = 3 + random.nextDouble();
      double lift = value(MinimumDetectableEffect.relative(mean, variances, units, rule, power));
      assertThat(value(Power.relative(lift, mean, variances, units, rule)))
          .isBetween(power - 1e-6, power + 0.01);
      assertThat(value(Power.relative(lift, -mean, variances, units, rule)))
          .isBetween(power - 1e-6, power + 0.01);
    });
  }

  @Test
  void sampleSizesOfLiftsAndOfGroupSequentialTestsGiveThePower() {
    Variances variances = new Variances(1, 1);
    SampleSize lift =
        SampleSize.fixed(
            0.1, variances.relative(2, 0.1), SampleSize.Design.balanced(0.8, CONFIDENCE));
    assertThat(value(Power.relative(0.1, 2, variances, lift, RULES.getFirst())))
        .isCloseTo(0.8, within(1e-3));
    SampleSize ramp = SampleSize.groupSequential(-0.1, variances, 0.5, 0.8, RAMP);
    assertThat(value(Power.absolute(-0.1, variances, ramp, RULES.getLast())))
        .isCloseTo(0.8, within(1e-3));
    SampleSize fixed =
        SampleSize.fixed(0.1, variances, SampleSize.Design.balanced(0.8, CONFIDENCE));
    assertThat((double) ramp.total() / fixed.total()).isCloseTo(RAMP.inflation(0.8), within(1e-3));
  }

  @Test
  void tooFewUnitsFindNoLiftAtAll() {
    Rule rule = RULES.getFirst();
    Variances wide = new Variances(100, 100);
    assertThat(MinimumDetectableEffect.relative(1, wide, new SampleSize(50, 50), rule, 0.8))
        .isInstanceOf(Result.Degenerate.class);
    assertThat(MinimumDetectableEffect.relative(0, wide, new SampleSize(50, 50), rule, 0.8))
        .isInstanceOf(Result.Degenerate.class);
    assertThat(MinimumDetectableEffect.absolute(wide, new SampleSize(0, 50), rule, 0.8))
        .isInstanceOf(Result.Degenerate.class);
    assertThat(Power.relative(0.1, 0, wide, new SampleSize(9, 9), rule))
        .isInstanceOf(Result.Degenerate.class);
    assertThat(Power.absolute(0.1, wide, new SampleSize(9, 0), rule))
        .isInstanceOf(Result.Degenerate.class);
    Variances none = new Variances(0, 0);
    assertThat(value(Power.absolute(0.1, none, new SampleSize(9, 9), rule))).isEqualTo(1);
    assertThat(value(Power.absolute(0, none, new SampleSize(9, 9), rule)))
        .isCloseTo(0.05, within(1e-9));
    assertThat(value(Power.absolute(0.1, none, new SampleSize(9, 9), RULES.getLast())))
        .isEqualTo(1);
    assertThat(value(MinimumDetectableEffect.relative(1, none, new SampleSize(9, 9), rule, 0.8)))
        .isZero();
  }

  @Test
  void tablesGetSharperFromPeriodToPeriod() {
    PowerTable.Metric metric = new PowerTable.Metric(0.9, Variances.ofRates(0.9, 0.9), 0.02, 0.8);
    for (Rule rule : RULES) {
      PowerTable table = PowerTable.of(metric, new SampleSize(200, 100), 6, rule);
      assertThat(table.rows()).hasSize(6);
      double effect = Double.POSITIVE_INFINITY;
      double power = 0;
      for (PowerTable.Row row : table.rows()) {
        assertThat(value(row.minimumDetectableEffect())).isLessThan(effect);
        assertThat(value(row.power())).isGreaterThan(power);
        effect = value(row.minimumDetectableEffect());
        power = value(row.power());
      }
    }
    assertThatThrownBy(() -> PowerTable.of(metric, new SampleSize(1, 1), 0, RULES.getFirst()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sharesAddUpAndTheControlGetsMore() {
    for (int arms = 2; arms < 20; arms++) {
      for (List<Double> shares :
          List.of(
              Allocation.equal(arms),
              Allocation.halfToControl(arms),
              Allocation.leastVariance(arms))) {
        assertThat(shares).hasSize(arms);
        assertThat(shares.stream().mapToDouble(s -> s).sum()).isCloseTo(1, within(1e-12));
        assertThat(shares.getFirst()).isGreaterThanOrEqualTo(shares.getLast());
      }
    }
    assertThat(Allocation.leastVariance(5).getFirst()).isCloseTo(1 / 3.0, within(1e-12));
    assertThatThrownBy(() -> Allocation.equal(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void distinguishableRatesAreJustSignificant() {
    Property.holds((random, size) -> {
      Proportion seen = new Proportion(random.nextInt(size + 1), size);
      long other = 1L + random.nextInt(size);
      DistinguishableEffect effect = value(DistinguishableEffect.of(seen, other, CONFIDENCE));
      for (double gap : new double[] {effect.negative(), effect.positive()}) {
        double q = seen.rate() - gap;
        if (effect.reachable(gap)) {
          double p = seen.rate();
          double variance = p * (1 - p) / size + q * (1 - q) / other;
          assertThat(gap * gap).isCloseTo(3.841459 * variance, within(1e-6));
        }
      }
      assertThat(effect.negative()).isLessThanOrEqualTo(0);
      assertThat(effect.positive()).isGreaterThanOrEqualTo(0);
    });
    assertThat(DistinguishableEffect.of(new Proportion(0, 0), 5, CONFIDENCE))
        .isInstanceOf(Result.Degenerate.class);
  }

  @Test
  void continuingLongEnoughReachesThePower() {
    ContinuedExperiment experiment = new ContinuedExperiment(0.05, 0.008, 1000, CONFIDENCE);
    double more = value(experiment.oneLook(0.8));
    assertThat(Power.of(0.05, Math.sqrt(0.008 / (1 + more)), Alternative.TWO_SIDED, CONFIDENCE))
        .isCloseTo(0.8, within(1e-9));
    assertThat(value(experiment.alwaysValid(0.8, MIXTURE))).isGreaterThan(more);
    assertThat(value(experiment.bayesian(0.8, new ContinuedExperiment.Prior(0, 1e9))))
        .isCloseTo(more, within(1e-3));
    assertThat(value(new ContinuedExperiment(5, 0.008, 1000, CONFIDENCE).oneLook(0.8))).isZero();
    assertThat(new ContinuedExperiment(0, 0.008, 1000, CONFIDENCE).oneLook(0.8))
        .isInstanceOf(Result.Degenerate.class);
    assertThatThrownBy(() -> new ContinuedExperiment(1, 0, 1000, CONFIDENCE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void daysAreRoundedUpAndNeverIsSaid() {
    SampleSize needed = new SampleSize(900, 100);
    assertThat(value(DaysToDecision.of(needed, 100, 0.1))).isEqualTo(new DaysToDecision(10, 2));
    assertThat(value(DaysToDecision.of(needed, 99, 0.1))).isEqualTo(new DaysToDecision(11, 2));
    assertThat(value(DaysToDecision.of(needed, 100, 0.5))).isEqualTo(new DaysToDecision(18, 3));
    assertThat(value(DaysToDecision.of(new SampleSize(0, 0), 0, 0.5)))
        .isEqualTo(new DaysToDecision(0, 0));
    assertThat(DaysToDecision.of(needed, 0, 0.5)).isInstanceOf(Result.Degenerate.class);
    assertThat(DaysToDecision.of(needed, 100, 0)).isInstanceOf(Result.Degenerate.class);
    assertThat(DaysToDecision.of(needed, 100, 0.5, 17)).isInstanceOf(Result.Degenerate.class);
    assertThatThrownBy(() -> DaysToDecision.of(needed, Double.NaN, 0.5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void expectedStoppingAgreesWithSimulation() {
    double effect = 0.15;
    ExpectedStopping expected = stopping(effect, 6000);
    SplittableRandom random = new SplittableRandom(12);
    int runs = 600;
    double[] stops = new double[runs];
    int decided = 0;
    for (int run = 0; run < runs; run++) {
      double sum = 0;
      int pair = 0;
      boolean found = false;
      while (pair < 3000 && !found) {
        pair++;
        sum += effect + Math.sqrt(2) * random.nextGaussian();
        double z = sum / Math.sqrt(2.0 * pair);
        found =
            pair >= 100
                && Math.abs(z) >= MIXTURE.critical(2.0 * pair, Alternative.TWO_SIDED, CONFIDENCE);
      }
      decided += found ? 1 : 0;
      stops[run] = 2.0 * pair;
    }
    Arrays.sort(stops);
    assertThat(expected.power()).isCloseTo((double) decided / runs, within(0.03));
    assertThat(expected.meanUnits())
        .isCloseTo(Arrays.stream(stops).average().orElseThrow(), within(0.1 * 2000));
    assertThat((double) value(expected.medianUnits())).isCloseTo(stops[runs / 2], within(200.0));
  }

  @Test
  void withoutEffectHardlyAnythingStops() {
    ExpectedStopping none = stopping(0, 6000);
    assertThat(none.power()).isLessThan(0.05);
    assertThat(none.medianUnits()).isInstanceOf(Result.Degenerate.class);
    assertThat(none.meanUnits()).isBetween(5600.0, 6000.0);
    assertThat(value(stopping(100, 6000).medianUnits())).isLessThanOrEqualTo(200);
    assertThatThrownBy(() -> stopping(1, 200)).isInstanceOf(IllegalArgumentException.class);
  }

  private static ExpectedStopping stopping(double effect, long most) {
    return ExpectedStopping.of(
        effect, new Variances(1, 1), 0.5, MIXTURE, Alternative.TWO_SIDED, CONFIDENCE, 200, most);
  }

  private static <T> T value(Result<T> result) {
    return result.asOptional().orElseThrow();
  }
}
