// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.routing.Arm;
import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.planning.SampleSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an experiment says. Pure; reads always-valid bounds only, so that looking more often
 * never makes a wrong decision more likely.
 *
 * <p>A treatment wins when a success metric is proven better, every guardrail is proven kept, and
 * every arm has its planned units; it loses when any of them is proven missed. No data means hold.
 */
final class VerdictPolicy {
  /** Beyond so many times the plan, more units are not worth naming. */
  private static final long IN_SIGHT = 100;

  /** The share of units in several arms above which the arms cannot be told apart. */
  private static final double MIXED = 0.01;

  private static final double EVEN_ODDS = 0.5;

  private VerdictPolicy() {}

  static Verdict decide(
      Plan plan, Arms arms, List<Reading> readings, Analysis.SampleRatio ratio, boolean isOver) {
    String broken = broken(arms, ratio);
    if (broken != null) {
      return new Verdict(Verdict.Decision.INVALID, null, null, null, List.of(broken));
    }
    List<Verdict> each = new ArrayList<>();
    for (Variant treatment : plan.treatments()) {
      List<Reading> own =
          readings.stream()
              .filter(reading -> reading.variant().equals(treatment))
              .filter(reading -> reading.goal().role() != Goal.Role.INFORMATION)
              .toList();
      each.add(decide(plan, treatment, arms, own));
    }
    Verdict verdict = combined(plan, arms, each, readings);
    return verdict.decision() == Verdict.Decision.CONTINUE && isOver
        ? inconclusive(verdict)
        : verdict;
  }

  private static @Nullable String broken(Arms arms, Analysis.SampleRatio ratio) {
    if (!ratio.isKept()) {
      return "the arms did not get the shares they were to get (sample ratio mismatch, p = %.2g)"
          .formatted(ratio.pValue());
    }
    if (arms.mixedUnits() > MIXED * arms.units()) {
      return "%d of %d units were seen in more than one arm"
          .formatted(arms.mixedUnits(), arms.units());
    }
    return null;
  }

  /** One treatment against the control. */
  private static Verdict decide(Plan plan, Variant treatment, Arms arms, List<Reading> goals) {
    List<String> lost = told(goals, Reading.State.BREACHED);
    if (!lost.isEmpty()) {
      return new Verdict(Verdict.Decision.ROLLBACK, null, null, null, lost);
    }
    long missing = missing(plan, arms, plan.targetUnits());
    List<Reading> pending = pending(goals);
    if (pending.isEmpty() && missing == 0) {
      List<String> reasons = told(goals, Reading.State.PROVED);
      return new Verdict(Verdict.Decision.PROMOTE, treatment.version(), null, null, reasons);
    }
    List<String> reasons = new ArrayList<>();
    OptionalLong needed = needed(plan, treatment, arms, pending, missing);
    if (missing > 0) {
      reasons.add(
          "every arm is to have %d units: the control has %d, %s %d"
              .formatted(
                  plan.targetUnits(),
                  arms.arm(plan.control().name()).units(),
                  treatment.name(),
                  arms.arm(treatment.name()).units()));
    }
    pending.forEach(reading -> reasons.add(ReasonText.of(reading)));
    return new Verdict(
        Verdict.Decision.CONTINUE,
        null,
        needed.isPresent() ? (Long) needed.getAsLong() : null,
        null,
        reasons);
  }

  /** What has to be proven yet: every guardrail, and one success metric where none is. */
  private static List<Reading> pending(List<Reading> goals) {
    boolean isBetter =
        goals.stream()
            .filter(reading -> reading.goal().role() == Goal.Role.SUCCESS)
            .anyMatch(reading -> reading.state() == Reading.State.PROVED);
    return goals.stream()
        .filter(reading -> reading.state() == Reading.State.OPEN)
        .filter(reading -> !(isBetter && reading.goal().role() == Goal.Role.SUCCESS))
        .toList();
  }

  private static List<String> told(List<Reading> readings, Reading.State state) {
    return readings.stream()
        .filter(reading -> reading.state() == state)
        .map(ReasonText::of)
        .toList();
  }

  /** Units in all arms together until each arm is likely to have so many. */
  private static long missing(Plan plan, Arms arms, long wanted) {
    return plan.variants().stream()
        .mapToLong(variant -> {
          double lacking = Math.max(0, wanted - arms.arm(variant.name()).units());
          return (long) Math.ceil(lacking * Arm.BUCKETS / variant.parts());
        })
        .max()
        .orElseThrow();
  }

  /**
   * Units in all arms together until every open goal is about to be settled, were the estimates the
   * truth.
   */
  private static OptionalLong needed(
      Plan plan, Variant treatment, Arms arms, List<Reading> pending, long missing) {
    long present = arms.units();
    double pair = (double) (treatment.parts() + plan.control().parts()) / Arm.BUCKETS;
    long most = missing;
    long easiest = Long.MAX_VALUE;
    for (Reading reading : pending) {
      long more;
      if (reading.bounds() == null) {
        Goal goal = reading.goal();
        more = missing(plan, arms, reading.comparison().fewestUnits(goal.isRelative()));
      } else {
        double total = total(plan, treatment, reading) / pair;
        boolean inSight = total <= (double) IN_SIGHT * Math.max(present, plan.targetUnits());
        more = inSight ? (long) Math.ceil(total) - present : Long.MAX_VALUE;
      }
      if (reading.goal().role() == Goal.Role.SUCCESS) {
        easiest = Math.min(easiest, more);
      } else {
        most = Math.max(most, more);
      }
    }
    boolean wantsSuccess =
        pending.stream().anyMatch(reading -> reading.goal().role() == Goal.Role.SUCCESS);
    most = wantsSuccess ? Math.max(most, easiest) : most;
    return most > 0 && most < Long.MAX_VALUE ? OptionalLong.of(most) : OptionalLong.empty();
  }

  /** Units of the pair until the goal is as good as settled, were the estimates the truth. */
  private static double total(Plan plan, Variant treatment, Reading reading) {
    Optional<Comparison.Figure> control = reading.comparison().control().asOptional();
    Optional<Comparison.Figure> treated = reading.comparison().treatment().asOptional();
    if (control.isEmpty() || treated.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    double distance = reading.estimate() - reading.bound();
    double effect =
        reading.goal().isRelative() ? distance * Math.abs(control.get().value()) : distance;
    if (effect == 0 || !Double.isFinite(effect)) {
      return Double.POSITIVE_INFINITY;
    }
    Goal goal = reading.goal();
    boolean guards = goal.role() == Goal.Role.GUARDRAIL;
    Confidence confidence =
        guards ? AlphaPolicy.nonInferiority(plan) : AlphaPolicy.twoSided(plan, goal);
    Alternative alternative = guards ? Alternative.GREATER : Alternative.TWO_SIDED;
    double share = (double) treatment.parts() / (treatment.parts() + plan.control().parts());
    return SampleSize.alwaysValid(
            effect,
            new SampleSize.Variances(ofOneUnit(control.get()), ofOneUnit(treated.get())),
            new SampleSize.Design(share, EVEN_ODDS, alternative, confidence),
            AnalysisPolicy.mixture(plan, treatment, confidence))
        .total();
  }

  private static double ofOneUnit(Comparison.Figure figure) {
    return figure.variance() * figure.units();
  }

  /** The best winner; else what is still open; all lost is a rollback. */
  private static Verdict combined(
      Plan plan, Arms arms, List<Verdict> each, List<Reading> readings) {
    List<Verdict> winners =
        each.stream().filter(one -> one.decision() == Verdict.Decision.PROMOTE).toList();
    if (!winners.isEmpty()) {
      return winners.stream()
          .max(Comparator.comparingDouble(one -> primary(plan, one, readings)))
          .orElseThrow();
    }
    List<Verdict> open =
        each.stream().filter(one -> one.decision() == Verdict.Decision.CONTINUE).toList();
    if (open.isEmpty()) {
      List<String> reasons = each.stream().flatMap(one -> one.reasons().stream()).toList();
      return new Verdict(Verdict.Decision.ROLLBACK, null, null, null, reasons);
    }
    Long needed =
        open.stream()
            .map(Verdict::unitsNeeded)
            .filter(java.util.Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    Double pace = arms.unitsPerDay();
    Double days = needed == null || pace == null || pace <= 0 ? null : (Double) (needed / pace);
    List<String> reasons = new ArrayList<>();
    if (needed != null) {
      reasons.add(ReasonText.needed(needed, days));
    }
    each.forEach(one -> reasons.addAll(one.reasons()));
    return new Verdict(Verdict.Decision.CONTINUE, null, needed, days, reasons);
  }

  private static double primary(Plan plan, Verdict winner, List<Reading> readings) {
    return readings.stream()
        .filter(reading -> reading.goal().equals(plan.goals().getFirst()))
        .filter(reading -> reading.variant().version().equals(winner.winner()))
        .mapToDouble(Reading::estimate)
        .findFirst()
        .orElse(0);
  }

  private static Verdict inconclusive(Verdict open) {
    List<String> reasons = new ArrayList<>();
    reasons.add("it is over and the data did not suffice");
    reasons.addAll(open.reasons());
    return new Verdict(
        Verdict.Decision.INCONCLUSIVE, null, open.unitsNeeded(), open.daysNeeded(), reasons);
  }
}
