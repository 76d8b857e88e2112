// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.routing.Arm;
import io.ratchet.stats.Better;
import io.ratchet.stats.Moments;
import io.ratchet.stats.bandit.TopTwo;
import io.ratchet.stats.bandit.TrackAndStop;
import io.ratchet.stats.bandit.WeightFloor;
import io.ratchet.stats.bayes.BestArms;
import io.ratchet.stats.bayes.NormalPosterior;
import io.ratchet.stats.bayes.NormalPrior;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what shares the arms get next. Pure.
 *
 * <p>A guardrail is a hard constraint: an arm that is proven to break one gets no new units from a
 * bandit, and a ramp stays where it is while any is broken. Results that have a window count when
 * it has closed, since only such units are in the sums.
 */
public final class SharesPolicy {
  /** A move by less than this, in parts per million, is not worth a revision of the route. */
  private static final int LEAST_MOVE = 10_000;

  private static final double LEADER_SHARE = 0.5;
  private static final double PERCENT = Arm.BUCKETS / 100.0;

  private SharesPolicy() {}

  /**
   * Shares that hold from a moment on.
   *
   * @param parts of the variants by name, in parts per million of all units; what they leave is
   *     served the control and takes no part
   */
  public record Shares(Instant since, Map<String, Integer> parts, String reason) {
    public Shares {
      parts = Map.copyOf(parts);
    }

    /** The share of the units that takes part. */
    public int coverage() {
      return parts.values().stream().mapToInt(part -> part).sum();
    }
  }

  /** The shares at the start. */
  public static Shares first(Plan plan, Instant now) {
    return switch (plan.allocation()) {
      case Allocation.Fixed _, Allocation.Bandit _, Allocation.BestArm _ ->
          new Shares(now, covered(plan, Arm.BUCKETS), "as planned");
      case Allocation.Ramp ramp -> step(plan, ramp.steps().getFirst(), now);
    };
  }

  private static Shares step(Plan plan, int coverage, Instant now) {
    String percent = BigDecimal.valueOf(coverage / PERCENT).stripTrailingZeros().toPlainString();
    String reason = percent + "% take part";
    return new Shares(now, covered(plan, coverage), reason);
  }

  private static Map<String, Integer> covered(Plan plan, int coverage) {
    Map<String, Integer> parts = new LinkedHashMap<>();
    int left = coverage;
    for (Variant variant : plan.treatments()) {
      int part = (int) ((long) variant.parts() * coverage / Arm.BUCKETS);
      parts.put(variant.name(), part);
      left -= part;
    }
    parts.put(plan.control().name(), left);
    return parts;
  }

  /**
   * The shares that follow, if it is time for others.
   *
   * @param newUnits units that came since the present shares hold
   */
  public static Optional<Shares> next(
      Plan plan, Shares present, long newUnits, Analysis analysis, Instant now) {
    return switch (plan.allocation()) {
      case Allocation.Fixed _ -> Optional.empty();
      case Allocation.Ramp ramp -> ramped(plan, ramp, present, newUnits, analysis, now);
      case Allocation.Bandit bandit ->
          isTime(present, bandit.every(), now)
              ? adapted(
                  plan,
                  present,
                  analysis,
                  now,
                  bandit.units(),
                  figures ->
                      WeightFloor.of(chances(figures, plan, bandit.method()), bandit.floor()))
              : Optional.empty();
      case Allocation.BestArm best ->
          isTime(present, best.every(), now)
              ? adapted(
                  plan,
                  present,
                  analysis,
                  now,
                  best.units(),
                  figures -> tracked(figures, plan, best.floor()))
              : Optional.empty();
    };
  }

  private static boolean isTime(Shares present, Duration every, Instant now) {
    return !now.isBefore(present.since().plus(every));
  }

  private static Optional<Shares> ramped(
      Plan plan,
      Allocation.Ramp ramp,
      Shares present,
      long newUnits,
      Analysis analysis,
      Instant now) {
    boolean holds =
        switch (analysis.verdict().decision()) {
          case ROLLBACK, INVALID -> true;
          case PROMOTE, CONTINUE, INCONCLUSIVE -> false;
        };
    boolean isBroken =
        analysis.readings().stream().anyMatch(reading -> reading.state() == Reading.State.BREACHED);
    if (holds || isBroken || newUnits < ramp.units() || !isTime(present, ramp.hold(), now)) {
      return Optional.empty();
    }
    return ramp.steps().stream()
        .filter(step -> step > present.coverage())
        .findFirst()
        .map(step -> step(plan, step, now));
  }

  /** How weights follow from what is known of the arms, in the order of the plan. */
  private interface Weighing {
    List<Double> weights(List<Comparison.Figure> figures);
  }

  private static Optional<Shares> adapted(
      Plan plan, Shares present, Analysis analysis, Instant now, long units, Weighing weighing) {
    List<Comparison.Figure> figures = figures(plan, analysis, units);
    if (figures == null) {
      return Optional.empty();
    }
    List<Double> weights = new ArrayList<>(weighing.weights(figures));
    for (int i = 1; i < weights.size(); i++) {
      if (isBroken(analysis, plan.variants().get(i))) {
        weights.set(i, 0.0);
      }
    }
    Map<String, Integer> parts = parts(plan, weights);
    boolean moves =
        parts.entrySet().stream()
            .anyMatch(part ->
                Math.abs(part.getValue() - present.parts().getOrDefault(part.getKey(), 0))
                    >= LEAST_MOVE);
    return moves
        ? Optional.of(new Shares(now, parts, "by what " + primary(plan).name() + " says"))
        : Optional.empty();
  }

  private static boolean isBroken(Analysis analysis, Variant variant) {
    return analysis.readings().stream()
        .filter(reading -> reading.variant().equals(variant))
        .filter(reading -> reading.goal().role() == Goal.Role.GUARDRAIL)
        .anyMatch(reading -> reading.state() == Reading.State.BREACHED);
  }

  private static Metric primary(Plan plan) {
    return plan.goals().getFirst().metric();
  }

  /** What is known of each arm in the primary metric; null while some arm has too few units. */
  private static @Nullable List<Comparison.Figure> figures(
      Plan plan, Analysis analysis, long units) {
    List<Comparison.Figure> figures = new ArrayList<>();
    for (Reading reading : analysis.readings()) {
      if (reading.goal().equals(plan.goals().getFirst())) {
        if (figures.isEmpty()) {
          reading.comparison().control().asOptional().ifPresent(figures::add);
        }
        reading.comparison().treatment().asOptional().ifPresent(figures::add);
      }
    }
    boolean isEnough =
        figures.size() == plan.variants().size()
            && figures.stream().allMatch(figure -> figure.units() >= Math.max(2, units));
    return isEnough ? figures : null;
  }

  private static Better better(Plan plan) {
    return primary(plan).higherIsBetter() ? Better.HIGHER : Better.LOWER;
  }

  private static List<Double> chances(
      List<Comparison.Figure> figures, Plan plan, Allocation.Bandit.Method method) {
    List<NormalPosterior> posteriors =
        figures.stream()
            .map(figure ->
                NormalPosterior.of(figure.value(), figure.variance(), new NormalPrior.Flat()))
            .toList();
    BestArms best = BestArms.ofNormals(posteriors, better(plan));
    return switch (method) {
      case THOMPSON -> best.probabilities();
      case TOP_TWO -> TopTwo.of(best, LEADER_SHARE);
    };
  }

  private static List<Double> tracked(List<Comparison.Figure> figures, Plan plan, double floor) {
    List<Moments> arms =
        figures.stream()
            .map(figure ->
                Moments.ofVariance(
                    figure.units(), figure.value(), figure.variance() * figure.units()))
            .toList();
    return TrackAndStop.weights(
            arms, better(plan), new TrackAndStop.Exploration(tolerance(figures), floor, 0))
        .asOptional()
        .orElseGet(() -> Collections.nCopies(figures.size(), 1.0 / figures.size()));
  }

  /** Arms that are as good as equal are told apart no further than this. */
  private static double tolerance(List<Comparison.Figure> figures) {
    return figures.stream()
        .mapToDouble(figure -> Math.sqrt(figure.variance()) / 10)
        .max()
        .orElseThrow();
  }

  private static Map<String, Integer> parts(Plan plan, List<Double> weights) {
    double sum = weights.stream().mapToDouble(weight -> weight).sum();
    Map<String, Integer> parts = new LinkedHashMap<>();
    int left = Arm.BUCKETS;
    for (int i = 1; i < weights.size(); i++) {
      int part = (int) (weights.get(i) / sum * Arm.BUCKETS);
      parts.put(plan.variants().get(i).name(), part);
      left -= part;
    }
    parts.put(plan.control().name(), left);
    return parts;
  }
}
