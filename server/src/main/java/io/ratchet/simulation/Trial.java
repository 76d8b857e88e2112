// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Analysis;
import io.ratchet.verdict.AnalysisPolicy;
import io.ratchet.verdict.Arms;
import io.ratchet.verdict.SharesPolicy;
import io.ratchet.verdict.SharesPolicy.Shares;
import io.ratchet.verdict.Source;
import io.ratchet.verdict.Variant;
import io.ratchet.verdict.Verdict;
import io.ratchet.verdict.Verdict.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One experiment, played from its first unit to its decision; one thread. Units come one by one,
 * get an arm by the shares that hold, and at each look the rule that decides in production is
 * asked.
 */
final class Trial {
  private static final double MILLIS_PER_DAY = 86_400_000;
  private static final int PARTS = 1_000_000;

  private final Setting setting;
  private final SplittableRandom chance;
  private final Drawing drawing;
  private final List<ArmMeters> arms = new ArrayList<>();
  private final int cost;
  private final List<Arms.Cohort> cohorts = new ArrayList<>();
  private final int[] bounds;
  private Shares shares;
  private long[] cohort;
  private int arrived;
  private int units;
  private double extraCost;

  Trial(Setting setting, long seed) {
    this.setting = setting;
    this.chance = new SplittableRandom(seed);
    this.drawing = new Drawing(setting.population(), setting.sources(), setting.shifts());
    int calls = setting.place(Source.CALLS);
    for (int arm = 0; arm < setting.shifts().size(); arm++) {
      arms.add(new ArmMeters(setting.metrics(), setting.sources(), calls));
    }
    this.cost = setting.place(Source.COST);
    this.bounds = new int[arms.size()];
    this.cohort = new long[arms.size()];
    this.shares = SharesPolicy.first(setting.plan(), Instant.EPOCH);
    takeOver(shares);
  }

  /**
   * Plays it.
   *
   * @param goesOn asked at each look; null is answered when it says no
   */
  @Nullable Ended play(BooleanSupplier goesOn) {
    Ended ended = null;
    Decision peeked = null;
    int peekedUnits = 0;
    PeekingPolicy peeking = new PeekingPolicy(setting.plan());
    int end = setting.looks().getLast();
    for (int look : setting.looks()) {
      if (!goesOn.getAsBoolean()) {
        return null;
      }
      while (arrived < look) {
        arrive();
      }
      if (peeked == null) {
        peeked = peeking.look(arms, this::arms);
        peekedUnits = units;
      }
      if (ended == null) {
        ended = look(look == end);
      }
      if (ended != null && (peeked != null || look == end)) {
        return new Ended(
            ended.decision(),
            ended.units(),
            ended.arrived(),
            ended.extraCost(),
            peeked,
            peekedUnits);
      }
    }
    throw new IllegalStateException("the last look decides nothing");
  }

  private void arrive() {
    arrived++;
    int ticket = chance.nextInt(PARTS);
    for (int arm = 0; arm < bounds.length; arm++) {
      if (ticket < bounds[arm]) {
        units++;
        cohort[arm]++;
        drawing.draw(chance.nextInt(setting.population().units()), arm, chance);
        arms.get(arm).add(drawing);
        if (arm > 0 && cost >= 0) {
          extraCost += drawing.added(cost);
        }
        return;
      }
    }
  }

  /** The ending, if this look brings one. */
  private @Nullable Ended look(boolean isEnd) {
    Arms now = arms();
    Decision decision =
        switch (setting.plan().allocation()) {
          case Allocation.Fixed _ -> AnalysisPolicy.verdict(setting.plan(), now, isEnd).decision();
          case Allocation.Ramp _, Allocation.Bandit _, Allocation.BestArm _ -> moved(now, isEnd);
        };
    return switch (decision) {
      case PROMOTE, ROLLBACK -> ended(decision);
      case CONTINUE, INCONCLUSIVE, INVALID -> isEnd ? ended(decision) : null;
    };
  }

  private Ended ended(Decision decision) {
    return new Ended(decision, units, arrived, extraCost, null, 0);
  }

  /** Decides, and moves the shares where it is time for others. */
  private Decision moved(Arms now, boolean isEnd) {
    Verdict verdict = AnalysisPolicy.verdict(setting.plan(), now, isEnd);
    if (verdict.decision() == Decision.CONTINUE) {
      Analysis analysis = AnalysisPolicy.analyse(setting.plan(), now, isEnd);
      long since = 0;
      for (long n : cohort) {
        since += n;
      }
      SharesPolicy.next(setting.plan(), shares, since, analysis, time()).ifPresent(this::move);
    }
    return verdict.decision();
  }

  private Instant time() {
    Double pace = setting.unitsPerDay();
    if (pace == null) {
      throw new IllegalStateException("shares that move need to know how many units come a day");
    }
    return Instant.ofEpochMilli((long) (arrived / pace * MILLIS_PER_DAY));
  }

  private void move(Shares next) {
    cohorts.add(cohort());
    cohort = new long[arms.size()];
    takeOver(next);
  }

  private void takeOver(Shares next) {
    shares = next;
    int upTo = 0;
    for (int arm = 0; arm < bounds.length; arm++) {
      upTo += next.parts().getOrDefault(variant(arm).name(), 0);
      bounds[arm] = upTo;
    }
  }

  private Variant variant(int arm) {
    return setting.plan().variants().get(arm);
  }

  private Arms.Cohort cohort() {
    List<Double> parts = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (int arm = 0; arm < cohort.length; arm++) {
      parts.add((double) shares.parts().getOrDefault(variant(arm).name(), 0));
      counts.add(cohort[arm]);
    }
    return new Arms.Cohort(parts, counts);
  }

  private Arms arms() {
    Map<String, Arms.Arm> all = new HashMap<>();
    for (int arm = 0; arm < arms.size(); arm++) {
      all.put(variant(arm).name(), arms.get(arm).arm());
    }
    List<Arms.Cohort> stretches = new ArrayList<>();
    if (setting.plan().allocation().isAdaptive()) {
      stretches.addAll(cohorts);
      stretches.add(cohort());
    }
    return new Arms(all, 0, Map.of(), setting.unitsPerDay(), stretches);
  }
}
