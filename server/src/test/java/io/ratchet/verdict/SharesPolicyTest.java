// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.verdict.Allocation.Bandit.Method;
import io.ratchet.verdict.SharesPolicy.Shares;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SharesPolicyTest {
  private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
  private static final Instant LATER = START.plus(Duration.ofHours(1));
  private static final List<Goal> GOALS =
      List.of(Trial.success(0), Trial.guardrail(Metric.COST, 0.2));

  private static Plan plan(Allocation allocation, List<Goal> goals, int... parts) {
    Plan plan = Trial.plan(100, goals, parts);
    return new Plan(
        plan.kind(),
        plan.asset(),
        plan.variants(),
        plan.segment(),
        plan.goals(),
        plan.confidence(),
        plan.targetUnits(),
        plan.maxDays(),
        allocation,
        null,
        null,
        false,
        false);
  }

  private static void fill(Trial trial, String variant, int units, int tenths, double cost) {
    for (int unit = 0; unit < units; unit++) {
      trial.add(
          variant,
          Map.of(Metric.SUCCESS_RATE, unit % 10 < tenths ? 1.0 : 0, Metric.COST, cost + unit % 3));
    }
  }

  private static Plan ramp() {
    return plan(
        new Allocation.Ramp(List.of(100_000, 500_000, 1_000_000), Duration.ofMinutes(10), 200),
        GOALS,
        600_000,
        400_000);
  }

  @Test
  void aRampKeepsThePlannedSplitAmongThoseWhoTakePart() {
    Shares first = SharesPolicy.first(ramp(), START);

    assertThat(first.parts()).isEqualTo(Map.of("control", 60_000, "treatment", 40_000));
    assertThat(first.coverage()).isEqualTo(100_000);
  }

  @Test
  void aRampWaitsForTimeAndUnitsAndGoesToItsEnd() {
    Plan plan = ramp();
    Shares first = SharesPolicy.first(plan, START);
    Analysis nothing = new Trial(plan).look();

    assertThat(SharesPolicy.next(plan, first, 199, nothing, LATER)).isEmpty();
    assertThat(SharesPolicy.next(plan, first, 200, nothing, START.plusSeconds(599))).isEmpty();
    Shares second = SharesPolicy.next(plan, first, 200, nothing, LATER).orElseThrow();
    assertThat(second.coverage()).isEqualTo(500_000);
    Shares last =
        SharesPolicy.next(plan, second, 200, nothing, LATER.plusSeconds(600)).orElseThrow();
    assertThat(last.coverage()).isEqualTo(1_000_000);
    assertThat(SharesPolicy.next(plan, last, 200, nothing, LATER.plusSeconds(9_000))).isEmpty();
  }

  @Test
  void aRampStaysWhereItIsWhileAGuardrailIsBroken() {
    Plan plan = ramp();
    Trial dear = new Trial(plan);
    fill(dear, "control", 600, 5, 100);
    fill(dear, "treatment", 400, 5, 150);

    Shares first = SharesPolicy.first(plan, START);

    assertThat(SharesPolicy.next(plan, first, 1_000, dear.look(), LATER)).isEmpty();
  }

  private static Shares adapted(Allocation allocation, List<Goal> goals, Trial trial) {
    Plan plan = plan(allocation, goals, 400_000, 300_000, 300_000);
    Optional<Shares> next =
        SharesPolicy.next(
            plan, SharesPolicy.first(plan, START), 1_000, lookedAt(trial, plan), LATER);
    return next.orElseThrow();
  }

  private static Analysis lookedAt(Trial trial, Plan plan) {
    return AnalysisPolicy.analyse(plan, trial.arms(0), false);
  }

  private static Allocation bandit(Method method) {
    return new Allocation.Bandit(method, 0.05, Duration.ofMinutes(10), 50);
  }

  @Test
  void aBanditGivesTheBestArmMostAndNobodyLessThanTheFloor() {
    Trial trial = new Trial(Trial.plan(100, GOALS, 400_000, 300_000, 300_000));
    fill(trial, "control", 400, 5, 100);
    fill(trial, "treatment", 300, 5, 100);
    fill(trial, "treatment_2", 300, 9, 100);

    Shares thompson = adapted(bandit(Method.THOMPSON), GOALS, trial);
    Shares topTwo = adapted(bandit(Method.TOP_TWO), GOALS, trial);

    assertThat(thompson.parts().get("treatment_2")).isBetween(880_000, 900_000);
    assertThat(thompson.parts().get("treatment")).isBetween(50_000, 60_000);
    assertThat(topTwo.parts().get("treatment_2")).isBetween(450_000, 500_000);
    assertThat(topTwo.coverage()).isEqualTo(1_000_000);
  }

  @Test
  void ofCostTheLowestIsBest() {
    List<Goal> goals = List.of(Goal.success(Metric.COST, 0));
    Trial trial = new Trial(Trial.plan(100, goals, 400_000, 300_000, 300_000));
    fill(trial, "control", 400, 5, 100);
    fill(trial, "treatment", 300, 5, 60);
    fill(trial, "treatment_2", 300, 5, 100);

    assertThat(adapted(bandit(Method.THOMPSON), goals, trial).parts().get("treatment"))
        .isGreaterThan(880_000);
    assertThat(
            adapted(new Allocation.BestArm(0.05, Duration.ZERO, 50), goals, trial)
                .parts()
                .get("treatment"))
        .isGreaterThan(300_000);
  }

  @Test
  void anArmThatBreaksAGuardrailGetsNoNewUnits() {
    Trial trial = new Trial(Trial.plan(100, GOALS, 400_000, 300_000, 300_000));
    fill(trial, "control", 400, 5, 100);
    fill(trial, "treatment", 300, 9, 200);
    fill(trial, "treatment_2", 300, 7, 100);

    assertThat(adapted(bandit(Method.THOMPSON), GOALS, trial).parts().get("treatment")).isZero();
  }

  @Test
  void nothingMovesBeforeEveryArmHasItsUnits() {
    Plan plan = plan(bandit(Method.THOMPSON), GOALS, 500_000, 500_000);
    Trial trial = new Trial(plan);
    fill(trial, "control", 400, 5, 100);
    fill(trial, "treatment", 49, 9, 100);

    Shares first = SharesPolicy.first(plan, START);

    assertThat(SharesPolicy.next(plan, first, 449, trial.look(), LATER)).isEmpty();
  }
}
