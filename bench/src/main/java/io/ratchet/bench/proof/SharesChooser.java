// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.registry.Semver;
import io.ratchet.routing.Arm;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Moments;
import io.ratchet.stats.fixed.SampleRatioTest;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Analysis;
import io.ratchet.verdict.AnalysisPolicy;
import io.ratchet.verdict.Arms;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.SharesPolicy;
import io.ratchet.verdict.Sums;
import io.ratchet.verdict.Variant;
import io.ratchet.verdict.Verdict;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Arms by the shares that the server would set, one unit a second. */
final class SharesChooser implements Regret.Chooser {
  private static final Verdict OPEN =
      new Verdict(Verdict.Decision.CONTINUE, null, null, null, List.of());

  private final Plan plan;
  private final long every;
  private SharesPolicy.Shares shares;
  private long units;

  SharesChooser(Regret.World world, Allocation allocation) {
    int arms = world.means().length;
    plan =
        new Plan(
            "prompt",
            "extraction",
            IntStream.range(0, arms)
                .mapToObj(arm ->
                    new Variant("arm_" + arm, Semver.parse("1." + arm + ".0"), Arm.BUCKETS / arms))
                .toList(),
            List.of(),
            List.of(Goal.success(world.metric(), 0)),
            Confidence.of(0.95),
            1000,
            null,
            allocation,
            null,
            null,
            true,
            true);
    every = TrialWalk.EVERY.toSeconds();
    shares = SharesPolicy.first(plan, Instant.EPOCH);
  }

  @Override
  public int next(List<Moments> seen, SplittableRandom chance) {
    if (units > 0 && units % every == 0) {
      move(seen);
    }
    units++;
    double drawn = chance.nextDouble() * shares.coverage();
    for (int arm = 0; arm < seen.size(); arm++) {
      drawn -= shares.parts().getOrDefault(plan.variants().get(arm).name(), 0);
      if (drawn < 0) {
        return arm;
      }
    }
    return 0;
  }

  private void move(List<Moments> seen) {
    Map<String, Arms.Arm> sums = new HashMap<>();
    for (int arm = 0; arm < seen.size(); arm++) {
      Moments moments = seen.get(arm);
      Sums.Means means = new Sums.Means(moments.n(), moments.n() * moments.mean(), moments);
      sums.put(
          plan.variants().get(arm).name(),
          new Arms.Arm(moments.n(), moments.n(), Map.of(plan.goals().getFirst().metric(), means)));
    }
    Arms arms = Arms.of(sums);
    List<Long> counts = seen.stream().map(Moments::n).toList();
    List<Double> weights = Collections.nCopies(counts.size(), 1.0);
    Analysis analysis =
        new Analysis(
            plan,
            arms,
            AnalysisPolicy.readings(plan, arms, plan.goals()),
            new Analysis.SampleRatio(1, SampleRatioTest.of(counts, weights)),
            OPEN);
    shares =
        SharesPolicy.next(plan, shares, units, analysis, Instant.EPOCH.plusSeconds(units))
            .orElse(shares);
  }
}
