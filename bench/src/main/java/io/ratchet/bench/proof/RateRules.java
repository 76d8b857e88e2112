// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Better;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.bayes.NormalPosterior;
import io.ratchet.stats.bayes.NormalPrior;
import io.ratchet.stats.fixed.TwoProportionTest;
import io.ratchet.stats.sequential.DeteriorationTest;
import io.ratchet.stats.sequential.GroupSequentialBounds;
import io.ratchet.stats.sequential.GroupSequentialDesign;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.RateConfidenceSequence;
import io.ratchet.stats.sequential.SequentialRateTest;
import io.ratchet.stats.sequential.Spending;
import java.util.ArrayList;
import java.util.List;

/** The rules that decide between two rates. */
final class RateRules {
  static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final Proportion NONE = new Proportion(0, 0);
  private static final Proportion FAILED = new Proportion(0, 1);
  private static final Proportion SUCCEEDED = new Proportion(1, 1);

  /** Below this no rule decides, so nothing need be computed: twice the log ratio is below 5. */
  private static final double ALIKE = 1.6;

  private RateRules() {}

  static Contender.Rule<RateWalk> alwaysValid(NormalMixture mixture, Alternative alternative) {
    return walk ->
        Math.abs(walk.z()) > ALIKE
            && !RateConfidenceSequence.of(
                    walk.proportion(0), walk.proportion(1), alternative, mixture, CONFIDENCE)
                .asOptional()
                .orElseThrow()
                .interval()
                .contains(0);
  }

  /** Fed with each unit from the first on. */
  static Contender.Rule<RateWalk> exact(double share, Alternative alternative) {
    SequentialRateTest[] state = {SequentialRateTest.start(alternative)};
    return walk -> {
      state[0] = next(state[0], walk, share);
      return state[0].pValue() <= CONFIDENCE.alpha();
    };
  }

  /** With the last unit. */
  static SequentialRateTest next(SequentialRateTest before, RateWalk walk, double share) {
    Proportion outcome = walk.last() ? SUCCEEDED : FAILED;
    boolean isTreated = walk.arm() == 1;
    return before.plus(isTreated ? NONE : outcome, isTreated ? outcome : NONE, share);
  }

  static Contender.Rule<RateWalk> deterioration(double share) {
    DeteriorationTest[] state = {DeteriorationTest.start(Alternative.LESS, NONE, CONFIDENCE)};
    return walk -> {
      Proportion outcome = walk.last() ? SUCCEEDED : FAILED;
      boolean isTreated = walk.arm() == 1;
      state[0] = state[0].plus(isTreated ? NONE : outcome, isTreated ? outcome : NONE, share);
      return state[0].deteriorated();
    };
  }

  /** Bounds of each of some looks at evenly spread shares of the plan. */
  static List<GroupSequentialBounds> looks(Spending spending, int looks) {
    var design = new GroupSequentialDesign(spending, Alternative.TWO_SIDED, CONFIDENCE);
    List<GroupSequentialBounds> bounds = new ArrayList<>();
    List<Double> fractions = new ArrayList<>();
    for (int look = 1; look <= looks; look++) {
      fractions.add((double) look / looks);
      bounds.add(design.bounds(List.copyOf(fractions)).asOptional().orElseThrow());
    }
    return bounds;
  }

  /** Looks when a further even part of the planned units is there. */
  static Contender.Rule<RateWalk> groupSequential(List<GroupSequentialBounds> looks, long units) {
    return walk -> {
      long times = walk.units() * looks.size();
      return times % units == 0 && looks.get((int) (times / units) - 1).crossed(walk.z());
    };
  }

  static Contender.Rule<RateWalk> peekedTest() {
    return walk ->
        Math.abs(walk.z()) > ALIKE
            && !TwoProportionTest.of(walk.proportion(0), walk.proportion(1), CONFIDENCE)
                .asOptional()
                .orElseThrow()
                .interval()
                .contains(0);
  }

  /** The chance of either arm to be the better one is above 95 percent. */
  static Contender.Rule<RateWalk> chanceToWin() {
    return walk ->
        Math.abs(walk.z()) > 1.4
            && Math.abs(chance(walk.proportion(0), walk.proportion(1)) - 0.5) > 0.45;
  }

  private static double chance(Proportion control, Proportion treatment) {
    return NormalPosterior.difference(
            control.moments(), treatment.moments(), new NormalPrior.Flat())
        .asOptional()
        .map(posterior -> posterior.comparison(Better.HIGHER).chanceToWin())
        .orElse(0.5);
  }
}
