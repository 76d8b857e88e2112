// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.simulation.Forecast.OfGoal;
import io.ratchet.stats.Moments;
import io.ratchet.stats.planning.ContinuedExperiment;
import io.ratchet.stats.planning.SampleSize;
import io.ratchet.stats.planning.SampleSize.Variances;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what makes a plan that takes too long a shorter one, with numbers. Pure. */
final class WaysOutPolicy {
  /** How alike two versions do on one input, where nothing is known of it. */
  private static final double CORRELATION = 0.5;

  private static final double EVEN = 0.5;
  private static final double NEARLY_EVEN = 0.45;

  private WaysOutPolicy() {}

  /** Nothing where the plan fits into its days, or too little is known to say. */
  static List<WayOut> of(Plan plan, Forecast forecast, Population population, double power) {
    OfGoal goal = forecast.hardest();
    Double pace = forecast.unitsPerDay();
    Long needed = forecast.needed().alwaysValid();
    Moments baseline = goal == null ? null : goal.baseline();
    if (goal == null
        || pace == null
        || needed == null
        || baseline == null
        || needed / pace <= forecast.withinDays()) {
      return List.of();
    }
    List<WayOut> ways = new ArrayList<>();
    ways.add(paired(goal, baseline, population));
    WayOut margin = wider(goal, baseline, forecast);
    if (margin != null) {
      ways.add(margin);
    }
    if (plan.variants().size() == 2 && goal.treatment().parts() < NEARLY_EVEN * 1_000_000) {
      ways.add(evenly(plan, forecast, population, power, pace));
    }
    if (goal.goal().role() == Goal.Role.SUCCESS) {
      ways.add(believed(goal, baseline, pace));
    }
    if (forecast.target() == needed) {
      ways.add(
          new WayOut(
              "smaller_target",
              "the planned %,d units an arm alone take %,d units: plan fewer"
                  .formatted(plan.targetUnits(), forecast.target()),
              forecast.target(),
              null));
    }
    return ways;
  }

  private static Variances relativeTo(OfGoal goal, Moments baseline) {
    Variances same = new Variances(baseline.variance(), baseline.variance());
    return goal.goal().isRelative() ? same.relative(baseline.mean(), 0) : same;
  }

  /** One sample of differences, by one look: {@code 2 v (1 - r)} is the variance of each. */
  private static WayOut paired(OfGoal goal, Moments baseline, Population population) {
    double variance = 2 * relativeTo(goal, baseline).control() * (1 - CORRELATION);
    // Two arms of n units each have the variance 2 v / n of one sample of n whose units have 2 v.
    SampleSize pairs =
        SampleSize.fixed(
            goal.distance(),
            new Variances(variance / 2, variance / 2),
            SampleSize.Design.balanced(goal.power(), goal.confidence()));
    Double cost =
        population.moments(Metric.COST).asOptional().map(m -> (Double) m.mean()).orElse(null);
    String price =
        cost == null
            ? ""
            : String.format(
                Locale.ROOT, ", about $%.2f", cost * Metric.COST.scale() * pairs.control());
    return new WayOut(
        "paired_replay",
        "replay %,d recorded inputs through both versions (POST /api/replays)%s: each input is its own control, so nobody waits for traffic; assumes that both versions do alike on an input with correlation %s"
            .formatted(pairs.control(), price, CORRELATION),
        pairs.control(),
        null);
  }

  private static @Nullable WayOut wider(OfGoal goal, Moments baseline, Forecast forecast) {
    Forecast.Reach reach = goal.reach();
    if (reach == null) {
      return null;
    }
    boolean guards = goal.goal().role() == Goal.Role.GUARDRAIL;
    double shown =
        goal.goal().isRelative()
            ? reach.alwaysValid() / Math.abs(baseline.mean())
            : reach.alwaysValid();
    String size =
        goal.goal().isRelative()
            ? Wording.percent(shown)
            : Wording.amount(goal.goal().metric(), shown);
    String text =
        guards
            ? "a margin of %s for %s can be kept within %d days"
            : "aim at an effect of %s on %s: that can be found within %d days";
    return new WayOut(
        guards ? "wider_margin" : "larger_effect",
        text.formatted(size, goal.goal().metric().name(), forecast.withinDays()),
        reach.units(),
        (double) forecast.withinDays());
  }

  private static WayOut evenly(
      Plan plan, Forecast forecast, Population population, double power, double pace) {
    Plan even = Plans.evenly(plan);
    java.util.Map<Metric, Change> effects = new java.util.LinkedHashMap<>();
    forecast.goals().forEach(goal -> effects.put(goal.goal().metric(), goal.change()));
    Forecast other = PlanningPolicy.forecast(even, population, effects, power, pace);
    Long units = other.needed().alwaysValid();
    return new WayOut(
        "higher_share",
        units == null
            ? "give the treatment half of the units"
            : "give the treatment half of the units: %,d units in place of %,d"
                .formatted(units, forecast.needed().alwaysValid()),
        units,
        units == null ? null : (Double) (units / pace));
  }

  private static WayOut believed(OfGoal goal, Moments baseline, double pace) {
    double effect = goal.distance();
    double start = 10;
    Variances variances = relativeTo(goal, baseline);
    double variance = (variances.control() + variances.treatment()) / (start * EVEN);
    Long units =
        new ContinuedExperiment(effect, variance, start, goal.confidence())
            .bayesian(goal.power(), new ContinuedExperiment.Prior(effect, effect * effect))
            .asOptional()
            .map(more -> (Long) (long) Math.ceil((1 + more) * start))
            .orElse(null);
    return new WayOut(
        "informative_prior",
        units == null
            ? "say what earlier versions taught about such changes as a prior"
            : "a prior that such a change is as good as planned, give or take as much, needs %,d units in two equal arms at one look; it is only as good as that belief"
                .formatted(units),
        units,
        units == null ? null : (Double) (units / pace));
  }
}
