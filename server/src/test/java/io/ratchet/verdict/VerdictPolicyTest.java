// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class VerdictPolicyTest {
  private static final Offset<Double> NEARLY = Offset.offset(1e-9);

  /** So many units of which every tenth of {@code tenths} succeeded. */
  private static void fill(Trial trial, String variant, int units, int tenths, double cost) {
    for (int unit = 0; unit < units; unit++) {
      trial.add(
          variant,
          Map.of(
              Metric.SUCCESS_RATE,
              unit % 10 < tenths ? 1.0 : 0.0,
              Metric.COST,
              cost * (1 + 0.1 * (unit % 3))));
    }
  }

  private static Trial filled(Plan plan, int units, int control, int treatment, double dearer) {
    Trial trial = new Trial(plan);
    fill(trial, "control", units, control, 1e6);
    fill(trial, "treatment", units, treatment, 1e6 * dearer);
    return trial;
  }

  @Test
  void holdsWithoutData() {
    Verdict verdict =
        new Trial(Trial.plan(50, List.of(Trial.success(0)), 500_000, 500_000)).look().verdict();

    assertThat(verdict.decision()).isEqualTo(Verdict.Decision.CONTINUE);
    assertThat(verdict.winner()).isNull();
    assertThat(verdict.unitsNeeded()).isEqualTo(100);
  }

  @Test
  void waitsForThePlannedUnitsHoweverClearItIs() {
    Plan plan = Trial.plan(2_000, List.of(Trial.success(0)), 500_000, 500_000);

    Verdict early = filled(plan, 1_000, 5, 9, 1).look().verdict();
    Verdict later = filled(plan, 2_000, 5, 9, 1).look().verdict();

    assertThat(early.decision()).isEqualTo(Verdict.Decision.CONTINUE);
    assertThat(early.unitsNeeded()).isEqualTo(2_000);
    assertThat(early.reasons().get(1))
        .isEqualTo("every arm is to have 2000 units: the control has 1000, treatment 1000");
    assertThat(later.decision()).isEqualTo(Verdict.Decision.PROMOTE);
    assertThat(later.winner()).hasToString("v1.1.0");
  }

  @Test
  void countsTheUnitsOfAllArmsUntilTheSmallestHasItsOwn() {
    Plan plan = Trial.plan(200, List.of(Trial.success(0)), 800_000, 200_000);

    assertThat(new Trial(plan).look().verdict().unitsNeeded()).isEqualTo(1_000);
  }

  @Test
  void wantsTheDeclaredImprovement() {
    Plan ten = Trial.plan(100, List.of(Trial.success(0.10)), 500_000, 500_000);
    Plan twenty = Trial.plan(100, List.of(Trial.success(0.20)), 500_000, 500_000);

    assertThat(filled(ten, 2_000, 7, 8, 1).look().verdict().decision())
        .isEqualTo(Verdict.Decision.PROMOTE);
    assertThat(filled(twenty, 2_000, 7, 8, 1).look().verdict().decision())
        .isEqualTo(Verdict.Decision.CONTINUE);
  }

  @Test
  void acceptsALossThatWasAllowed() {
    Plan plan = Trial.plan(100, List.of(Trial.success(-0.05)), 500_000, 500_000);

    assertThat(filled(plan, 5_000, 8, 8, 1).look().verdict().decision())
        .isEqualTo(Verdict.Decision.PROMOTE);
  }

  @Test
  void rollsBackWhatIsWorseAndWhatBreaksAGuardrail() {
    Plan plan =
        Trial.plan(
            100, List.of(Trial.success(0), Trial.guardrail(Metric.COST, 0.15)), 500_000, 500_000);

    Verdict worse = filled(plan, 1_000, 9, 7, 1).look().verdict();
    Verdict dearer = filled(plan, 1_000, 7, 9, 1.3).look().verdict();
    Verdict allowed = filled(plan, 1_000, 7, 9, 1.1).look().verdict();

    assertThat(worse.decision()).isEqualTo(Verdict.Decision.ROLLBACK);
    assertThat(worse.reasons().getFirst())
        .startsWith("treatment: success_rate is worse: -20.00 points");
    assertThat(dearer.decision()).isEqualTo(Verdict.Decision.ROLLBACK);
    assertThat(dearer.reasons().getFirst())
        .startsWith("treatment: cost_usd breaks its guardrail (at most 15% worse): +30");
    assertThat(allowed.decision()).isEqualTo(Verdict.Decision.PROMOTE);
  }

  @Test
  void aMetricThatNeverVariesIsExact() {
    Plan plan =
        Trial.plan(
            100, List.of(Trial.success(0), Trial.guardrail(Metric.COST, 0.15)), 500_000, 500_000);
    Trial trial = new Trial(plan);
    for (int unit = 0; unit < 500; unit++) {
      trial.add("control", Map.of(Metric.SUCCESS_RATE, unit % 2.0, Metric.COST, 10.0));
      trial.add("treatment", Map.of(Metric.SUCCESS_RATE, 1.0, Metric.COST, 11.0));
    }

    assertThat(trial.look().verdict().decision()).isEqualTo(Verdict.Decision.PROMOTE);
  }

  @Test
  void theBestOfSeveralWinsAndAllMustLoseForARollback() {
    Plan plan = Trial.plan(100, List.of(Trial.success(0)), 400_000, 300_000, 300_000);
    Trial two = new Trial(plan);
    fill(two, "control", 1_600, 5, 1);
    fill(two, "treatment", 1_200, 7, 1);
    fill(two, "treatment_2", 1_200, 9, 1);
    Trial half = new Trial(plan);
    fill(half, "control", 1_600, 9, 1);
    fill(half, "treatment", 1_200, 5, 1);
    fill(half, "treatment_2", 1_200, 9, 1);
    Trial none = new Trial(plan);
    fill(none, "control", 1_600, 9, 1);
    fill(none, "treatment", 1_200, 5, 1);
    fill(none, "treatment_2", 1_200, 6, 1);

    assertThat(two.look().verdict().winner()).hasToString("v1.2.0");
    assertThat(half.look().verdict().decision()).isEqualTo(Verdict.Decision.CONTINUE);
    assertThat(none.look().verdict().decision()).isEqualTo(Verdict.Decision.ROLLBACK);
  }

  @Test
  void distrustsArmsWithOtherSharesThanPlannedAndUnitsInSeveral() {
    Plan plan = Trial.plan(100, List.of(Trial.success(0)), 800_000, 200_000);
    Trial skewed = filled(plan, 2_000, 5, 9, 1);
    Trial mixed = new Trial(Trial.plan(100, List.of(Trial.success(0)), 500_000, 500_000));
    fill(mixed, "control", 500, 5, 1);
    fill(mixed, "treatment", 500, 9, 1);

    Verdict verdict = skewed.look().verdict();
    Analysis seen = AnalysisPolicy.analyse(mixed.look().plan(), mixed.arms(11), false);

    assertThat(verdict.decision()).isEqualTo(Verdict.Decision.INVALID);
    assertThat(verdict.reasons().getFirst()).contains("sample ratio mismatch");
    assertThat(seen.verdict().reasons())
        .containsExactly("11 of 1000 units were seen in more than one arm");
  }

  @Test
  void isInconclusiveWhenItsTimeIsOver() {
    Plan plan = Trial.plan(100, List.of(Trial.success(0)), 500_000, 500_000);
    Analysis open = filled(plan, 300, 8, 8, 1).look(true);
    Analysis won = filled(plan, 1_000, 5, 9, 1).look(true);

    assertThat(open.verdict().decision()).isEqualTo(Verdict.Decision.INCONCLUSIVE);
    assertThat(won.verdict().decision()).isEqualTo(Verdict.Decision.PROMOTE);
  }

  @Test
  void sharesAlphaOutBetweenTreatmentsAndGoals() {
    Goal success = Trial.success(0);
    Goal cost = Trial.guardrail(Metric.COST, 0.1);
    Goal latency = Trial.guardrail(Metric.LATENCY, 0.1);
    Plan alone = Trial.plan(100, List.of(success), 500_000, 500_000);
    Plan many = Trial.plan(100, List.of(success, cost, latency), 400_000, 300_000, 300_000);

    assertThat(AlphaPolicy.twoSided(alone, success).alpha()).isCloseTo(0.05, NEARLY);
    assertThat(AlphaPolicy.twoSided(many, success).alpha()).isCloseTo(0.02, NEARLY);
    assertThat(AlphaPolicy.deterioration(many).alpha()).isCloseTo(0.0025, NEARLY);
    assertThat(AlphaPolicy.nonInferiority(many).alpha()).isCloseTo(0.025, NEARLY);
  }

  @Test
  void oneSuccessMetricSufficesAndEveryGuardrailBinds() {
    List<Goal> goals =
        List.of(
            Trial.success(0),
            Goal.success(Metric.COMPLETENESS, 0),
            Trial.guardrail(Metric.COST, 0.15));
    Trial one = new Trial(Trial.plan(100, goals, 500_000, 500_000));
    Trial dear = new Trial(Trial.plan(100, goals, 500_000, 500_000));
    for (int unit = 0; unit < 2_000; unit++) {
      double complete = unit % 4 / 4.0;
      for (Trial trial : List.of(one, dear)) {
        boolean isDear = trial.equals(dear);
        trial.add("control", values(unit % 10 < 6, complete, 100 + unit % 7));
        trial.add("treatment", values(unit % 10 < 8, complete, (isDear ? 120 : 100) + unit % 7));
      }
    }

    assertThat(one.look().verdict().decision()).isEqualTo(Verdict.Decision.PROMOTE);
    assertThat(dear.look().verdict().decision()).isEqualTo(Verdict.Decision.ROLLBACK);
  }

  private static Map<Metric, Double> values(boolean succeeds, double complete, double cost) {
    return Map.of(
        Metric.SUCCESS_RATE, succeeds ? 1.0 : 0, Metric.COMPLETENESS, complete, Metric.COST, cost);
  }

  @Test
  void saysHowLongTheMissingUnitsTake() {
    Plan plan = Trial.plan(200, List.of(Trial.success(0)), 500_000, 500_000);
    Arms arms = new Arms(Map.of(), 0, Map.of(), 100.0, List.of());

    Verdict verdict = AnalysisPolicy.verdict(plan, arms, false);

    assertThat(verdict.daysNeeded()).isCloseTo(4, NEARLY);
    assertThat(verdict.reasons().getFirst())
        .isEqualTo(
            "about 400 more units settle it: 4 days at the present traffic, if the estimates hold");
  }
}
