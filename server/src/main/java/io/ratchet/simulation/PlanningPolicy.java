// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.simulation.Forecast.Designs;
import io.ratchet.simulation.Forecast.OfGoal;
import io.ratchet.simulation.Forecast.Reach;
import io.ratchet.simulation.Forecast.Stopping;
import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Moments;
import io.ratchet.stats.planning.DecisionRule;
import io.ratchet.stats.planning.ExpectedStopping;
import io.ratchet.stats.planning.MinimumDetectableEffect;
import io.ratchet.stats.planning.MinimumDetectableEffect.Rule;
import io.ratchet.stats.planning.SampleSize;
import io.ratchet.stats.planning.SampleSize.Variances;
import io.ratchet.stats.sequential.GroupSequentialBounds;
import io.ratchet.stats.sequential.GroupSequentialDesign;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.Spending;
import io.ratchet.verdict.AlphaPolicy;
import io.ratchet.verdict.AnalysisPolicy;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Computes what a plan takes, by the same shares of alpha as its verdict; power is shared so that
 * no guardrail alone spoils it ({@link DecisionRule}). Pure.
 */
final class PlanningPolicy {
  private static final double PARTS = 1_000_000;
  private static final int USUAL_DAYS = 28;
  private static final List<Double> FOUR_LOOKS = List.of(0.25, 0.5, 0.75, 1.0);
  private static final long MOST = 1L << 52;

  private final Plan plan;
  private final Population population;
  private final Map<Metric, Change> effects;
  private final double power;
  private final @Nullable Double unitsPerDay;
  private final Variant treatment;
  private final double pair;
  private final double share;

  private PlanningPolicy(
      Plan plan,
      Population population,
      Map<Metric, Change> effects,
      double power,
      @Nullable Double unitsPerDay) {
    this.plan = plan;
    this.population = population;
    this.effects = effects;
    this.power = power;
    this.unitsPerDay = unitsPerDay;
    this.treatment =
        plan.treatments().stream().min(Comparator.comparingInt(Variant::parts)).orElseThrow();
    double both = (double) treatment.parts() + plan.control().parts();
    this.pair = both / PARTS;
    this.share = treatment.parts() / both;
  }

  static Forecast forecast(
      Plan plan,
      Population population,
      Map<Metric, Change> effects,
      double power,
      @Nullable Double unitsPerDay) {
    return new PlanningPolicy(plan, population, effects, power, unitsPerDay).forecast();
  }

  /** Units of all arms until each is likely to have its planned ones. */
  static long target(Plan plan) {
    int smallest = plan.variants().stream().mapToInt(Variant::parts).min().orElseThrow();
    return (long) Math.ceil(plan.targetUnits() * PARTS / smallest);
  }

  private Forecast forecast() {
    int days = plan.maxDays() == null ? USUAL_DAYS : plan.maxDays();
    List<OfGoal> goals = new ArrayList<>();
    for (Goal goal : plan.goals()) {
      if (goal.role() != Goal.Role.INFORMATION) {
        goals.add(ofGoal(goal, days));
      }
    }
    long target = target(plan);
    Designs needed =
        new Designs(
            needed(goals, Designs::oneLook, target),
            needed(goals, Designs::groupSequential, target),
            needed(goals, Designs::alwaysValid, target));
    OfGoal hardest =
        goals.stream()
            .filter(goal -> goal.designs().alwaysValid() != null)
            .max(Comparator.comparingLong(goal -> orNought(goal.designs().alwaysValid())))
            .orElse(null);
    return new Forecast(unitsPerDay, days, target, goals, needed, hardest);
  }

  private static long orNought(@Nullable Long units) {
    return units == null ? 0 : units;
  }

  /** One success metric suffices; every guardrail must be kept. */
  private static @Nullable Long needed(
      List<OfGoal> goals, Function<Designs, @Nullable Long> design, long target) {
    long most = target;
    long easiest = Long.MAX_VALUE;
    for (OfGoal goal : goals) {
      Long units = design.apply(goal.designs());
      if (goal.goal().role() == Goal.Role.GUARDRAIL) {
        if (units == null) {
          return null;
        }
        most = Math.max(most, units);
      } else if (units != null) {
        easiest = Math.min(easiest, units);
      }
    }
    return easiest == Long.MAX_VALUE ? null : (Long) Math.max(most, easiest);
  }

  private boolean guards(Goal goal) {
    return goal.role() == Goal.Role.GUARDRAIL;
  }

  private OfGoal ofGoal(Goal goal, int days) {
    Change change = effects.get(goal.metric());
    String origin = "asked";
    if (change == null) {
      boolean isWanted = !guards(goal) && goal.margin() > 0;
      double gain = isWanted ? goal.margin() / goal.metric().scale() : 0;
      change = new Change(goal.metric().higherIsBetter() ? gain : -gain, false);
      origin = isWanted ? "margin" : "none";
    }
    Confidence confidence =
        guards(goal) ? AlphaPolicy.nonInferiority(plan) : AlphaPolicy.twoSided(plan, goal);
    long guardrails = plan.goals().stream().filter(this::guards).count();
    double demanded = new DecisionRule(1, (int) guardrails, 0.05, power).success().power();
    Moments baseline = population.moments(goal.metric()).asOptional().orElse(null);
    if (baseline == null) {
      return new OfGoal(
          goal,
          treatment,
          null,
          null,
          change,
          origin,
          0,
          confidence,
          demanded,
          Designs.UNKNOWN,
          null,
          null,
          "nothing is known of " + goal.metric().name());
    }
    double distance = distance(goal, change, baseline);
    Variances variances = variances(goal, change, baseline);
    Figures figures = new Figures(goal, confidence, demanded, variances);
    String reason = reason(goal, baseline, variances, distance);
    Reach reach = reason == null || distance <= 0 ? reach(figures, baseline, days) : null;
    return new OfGoal(
        goal,
        treatment,
        baseline,
        population.isRecorded(goal.metric()) ? "recorded" : "assumed",
        change,
        origin,
        distance,
        confidence,
        demanded,
        reason == null ? designs(figures, distance) : Designs.UNKNOWN,
        reason == null ? stopping(figures, distance, days) : null,
        reach,
        reason);
  }

  private static @Nullable String reason(
      Goal goal, Moments baseline, Variances variances, double distance) {
    String name = goal.metric().name();
    if (variances.control() + variances.treatment() == 0) {
      return name + " does not vary, so any difference shows at once";
    }
    if (goal.isRelative() && baseline.mean() == 0) {
      return "the margin of " + name + " is a share of nought";
    }
    if (!(distance > 0)) {
      return goal.role() == Goal.Role.SUCCESS
          ? "no effect on " + name + " is asked for: send effects." + name
          : "the effect on " + name + " is beyond its margin, so it will not be proven kept";
    }
    return null;
  }

  /** How far the truth is from what must be excluded, towards better; in the unit of the margin. */
  private static double distance(Goal goal, Change change, Moments baseline) {
    double sign = goal.metric().higherIsBetter() ? 1 : -1;
    if (goal.isRelative()) {
      return goal.margin() + (baseline.mean() == 0 ? 0 : sign * change.relative(baseline.mean()));
    }
    double margin = goal.margin() / goal.metric().scale();
    double gain = sign * change.absolute(baseline.mean());
    return goal.role() == Goal.Role.GUARDRAIL ? margin + gain : gain - Math.min(0, margin);
  }

  private static Variances variances(Goal goal, Change change, Moments baseline) {
    double mean = baseline.mean();
    double variance = baseline.variance();
    double then = mean + change.absolute(mean);
    double treated = variance;
    if (goal.metric().isRate() && mean > 0 && mean < 1) {
      double rate = Math.clamp(then, 0, 1);
      treated = variance * rate * (1 - rate) / (mean * (1 - mean));
    } else if (mean > 0 && Truth.changed(goal.metric()).scoreName() == null) {
      treated = variance * (then / mean) * (then / mean);
    }
    Variances plain = new Variances(variance, treated);
    return goal.isRelative() && mean != 0
        ? plain.relative(mean, Math.max(-1, change.relative(mean)))
        : plain;
  }

  /** What all three designs of one goal are computed from. */
  private record Figures(Goal goal, Confidence confidence, double power, Variances variances) {
    Alternative alternative() {
      return goal.role() == Goal.Role.GUARDRAIL ? Alternative.GREATER : Alternative.TWO_SIDED;
    }

    @Nullable GroupSequentialBounds bounds() {
      return new GroupSequentialDesign(new Spending.ObrienFleming(), alternative(), confidence)
          .bounds(FOUR_LOOKS)
          .asOptional()
          .orElse(null);
    }
  }

  private NormalMixture mixture(Figures figures) {
    return AnalysisPolicy.mixture(plan, treatment, figures.confidence());
  }

  private Designs designs(Figures figures, double distance) {
    SampleSize.Design design =
        new SampleSize.Design(share, figures.power(), figures.alternative(), figures.confidence());
    GroupSequentialBounds bounds = figures.bounds();
    return new Designs(
        all(SampleSize.fixed(distance, figures.variances(), design)),
        bounds == null
            ? null
            : all(
                SampleSize.groupSequential(
                    distance, figures.variances(), share, figures.power(), bounds)),
        all(SampleSize.alwaysValid(distance, figures.variances(), design, mixture(figures))));
  }

  /** Of all arms; null where there will never be so many. */
  private @Nullable Long all(SampleSize size) {
    double units = ((double) size.control() + size.treatment()) / pair;
    return units > MOST ? null : (Long) (long) Math.ceil(units);
  }

  private @Nullable Stopping stopping(Figures figures, double distance, int days) {
    Long enough = designs(figures, distance).alwaysValid();
    double most =
        unitsPerDay != null && plan.maxDays() != null
            ? days * unitsPerDay
            : enough == null ? 0 : Math.max(enough, target(plan) * 1.5);
    long first = Math.max(2, Math.round(target(plan) * pair));
    long last = Math.min(MOST, Math.round(most * pair));
    if (last <= first) {
      return null;
    }
    ExpectedStopping stopping =
        ExpectedStopping.of(
            distance,
            figures.variances(),
            share,
            mixture(figures),
            figures.alternative(),
            figures.confidence(),
            first,
            last);
    Long median =
        stopping.medianUnits().asOptional().map(n -> (Long) Math.round(n / pair)).orElse(null);
    return new Stopping(
        Math.round(last / pair), stopping.meanUnits() / pair, median, stopping.power());
  }

  /** What can be proven within the days where the treatment changes nothing else. */
  private @Nullable Reach reach(Figures figures, Moments baseline, int days) {
    Double pace = unitsPerDay;
    long units = pace == null ? 0 : (long) Math.min(MOST, days * pace);
    SampleSize size =
        new SampleSize(
            (long) Math.floor(units * pair * (1 - share)), (long) Math.floor(units * pair * share));
    if (Math.min(size.control(), size.treatment()) < 1) {
      return null;
    }
    Variances same = new Variances(baseline.variance(), baseline.variance());
    Alternative alternative = figures.alternative();
    Double oneLook = smallest(same, size, new Rule.OneLook(alternative, figures.confidence()));
    GroupSequentialBounds bounds = figures.bounds();
    Double always =
        smallest(
            same, size, new Rule.AlwaysValid(mixture(figures), alternative, figures.confidence()));
    Double grouped = bounds == null ? null : smallest(same, size, new Rule.GroupSequential(bounds));
    return oneLook == null || always == null ? null : new Reach(units, oneLook, grouped, always);
  }

  private @Nullable Double smallest(Variances variances, SampleSize size, Rule rule) {
    return MinimumDetectableEffect.absolute(variances, size, rule, power).asOptional().orElse(null);
  }
}
