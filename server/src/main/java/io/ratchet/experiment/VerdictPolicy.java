// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.routing.Arm;
import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.planning.SampleSize;
import io.ratchet.stats.sequential.MeanConfidenceSequence;
import io.ratchet.stats.sequential.RateConfidenceSequence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an experiment says. Pure; reads always-valid bounds only, so that looking more often
 * never makes a wrong decision more likely.
 *
 * <p>A treatment wins when every goal is proven and every arm has its planned units; it loses when
 * any goal is proven missed. No data means hold.
 */
final class VerdictPolicy {
  /** Beyond so many times the plan, more units are not worth naming. */
  private static final long IN_SIGHT = 100;

  /** The share of units in several arms above which the arms cannot be told apart. */
  private static final double MIXED = 0.01;

  private static final double EVEN_ODDS = 0.5;

  private VerdictPolicy() {}

  static Verdict decide(
      Experiment experiment,
      Arms arms,
      List<Reading> readings,
      Analysis.SampleRatio ratio,
      Instant now) {
    Plan plan = experiment.plan();
    String broken = broken(arms, ratio);
    if (broken != null) {
      return new Verdict(Verdict.Decision.INVALID, null, null, List.of(broken));
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
    Verdict verdict = combined(plan, each, readings);
    boolean over = experiment.isExpired(now) || isEnded(experiment.status());
    return verdict.decision() == Verdict.Decision.CONTINUE && over
        ? inconclusive(verdict)
        : verdict;
  }

  private static boolean isEnded(Status status) {
    return switch (status) {
      case DRAFT, RUNNING, PAUSED -> false;
      case COMPLETED, PROMOTED, ROLLED_BACK -> true;
    };
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
      return new Verdict(Verdict.Decision.ROLLBACK, null, null, lost);
    }
    List<String> open = told(goals, Reading.State.OPEN);
    long missing = missing(plan, arms, plan.targetUnits());
    if (open.isEmpty() && missing == 0) {
      List<String> reasons = told(goals, Reading.State.PROVED);
      return new Verdict(Verdict.Decision.PROMOTE, treatment.version(), null, reasons);
    }
    List<String> reasons = new ArrayList<>();
    OptionalLong needed = needed(plan, treatment, arms, goals, missing);
    if (missing > 0) {
      reasons.add(
          "every arm is to have %d units: the control has %d, %s %d"
              .formatted(
                  plan.targetUnits(),
                  arms.arm(plan.control().name()).units(),
                  treatment.name(),
                  arms.arm(treatment.name()).units()));
    }
    reasons.addAll(open);
    return new Verdict(
        Verdict.Decision.CONTINUE,
        null,
        needed.isPresent() ? (Long) needed.getAsLong() : null,
        reasons);
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
      Plan plan, Variant treatment, Arms arms, List<Reading> goals, long missing) {
    long present = arms.units();
    double pair = (double) (treatment.parts() + plan.control().parts()) / Arm.BUCKETS;
    long most = missing;
    for (Reading reading : goals) {
      if (reading.state() == Reading.State.OPEN && reading.deciding() == null) {
        most = Math.max(most, missing(plan, arms, fewest(reading)));
      } else if (reading.state() == Reading.State.OPEN) {
        double total = total(plan, treatment, reading) / pair;
        if (total > (double) IN_SIGHT * Math.max(present, plan.targetUnits())) {
          return OptionalLong.empty();
        }
        most = Math.max(most, (long) Math.ceil(total) - present);
      }
    }
    return most > 0 ? OptionalLong.of(most) : OptionalLong.empty();
  }

  /** Units an arm needs before there is an interval at all. */
  private static long fewest(Reading reading) {
    boolean rate = reading.goal().metric().isRate() && reading.goal().role() == Goal.Role.SUCCESS;
    return rate ? RateConfidenceSequence.FEWEST_UNITS : MeanConfidenceSequence.FEWEST_UNITS;
  }

  private static long total(Plan plan, Variant treatment, Reading reading) {
    double distance = reading.estimate() - reading.bound();
    double effect =
        reading.goal().role() == Goal.Role.GUARDRAIL
            ? distance * Math.abs(reading.control().mean())
            : distance;
    if (effect == 0) {
      return Long.MAX_VALUE;
    }
    Confidence shared = AnalysisPolicy.confidence(plan, reading.goal());
    double share = (double) treatment.parts() / (treatment.parts() + plan.control().parts());
    return SampleSize.alwaysValid(
            effect,
            SampleSize.Variances.of(reading.control(), reading.treatment()),
            new SampleSize.Design(share, EVEN_ODDS, Alternative.TWO_SIDED, shared),
            AnalysisPolicy.mixture(plan, treatment, shared))
        .total();
  }

  /** The best winner; else what is still open; all lost is a rollback. */
  private static Verdict combined(Plan plan, List<Verdict> each, List<Reading> readings) {
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
      return new Verdict(Verdict.Decision.ROLLBACK, null, null, reasons);
    }
    Long needed =
        open.stream()
            .map(Verdict::unitsNeeded)
            .filter(java.util.Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    List<String> reasons = new ArrayList<>();
    if (needed != null) {
      reasons.add("about %d more units settle it, if the estimates hold".formatted(needed));
    }
    each.forEach(one -> reasons.addAll(one.reasons()));
    return new Verdict(Verdict.Decision.CONTINUE, null, needed, reasons);
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
    return new Verdict(Verdict.Decision.INCONCLUSIVE, null, open.unitsNeeded(), reasons);
  }
}
