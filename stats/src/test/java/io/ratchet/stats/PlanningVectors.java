// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import io.ratchet.stats.fixed.RelativeDifference;
import io.ratchet.stats.planning.Allocation;
import io.ratchet.stats.planning.ContinuedExperiment;
import io.ratchet.stats.planning.DistinguishableEffect;
import io.ratchet.stats.planning.MinimumDetectableEffect;
import io.ratchet.stats.planning.MinimumDetectableEffect.Rule;
import io.ratchet.stats.planning.Power;
import io.ratchet.stats.planning.PowerTable;
import io.ratchet.stats.planning.SampleSize;
import io.ratchet.stats.planning.SampleSize.Variances;
import io.ratchet.stats.sequential.NormalMixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How the golden numbers of planning are computed. */
final class PlanningVectors {

  /** Of the metrics that a table vector refers to as the same as those of another. */
  private static final List<PowerTable.Metric> USUAL_METRICS =
      List.of(
          new PowerTable.Metric(0.1, Variances.ofRates(0.1, 0.1), 0.05, 0.8),
          new PowerTable.Metric(0.1, new Variances(0.5, 0.5), 0.3, 0.8));

  static final Map<String, VectorRun.Method> METHODS =
      Map.ofEntries(
          Map.entry("power.two_sided.relative.mean", PlanningVectors::power),
          Map.entry("power.sequential.relative.mean", PlanningVectors::power),
          Map.entry("mde.two_sided.relative.mean", PlanningVectors::effect),
          Map.entry("mde.sequential.relative.mean", PlanningVectors::effect),
          Map.entry("power.table", PlanningVectors::table),
          Map.entry("power.sequential.table", PlanningVectors::table),
          Map.entry("mde.table", PlanningVectors::table),
          Map.entry("mde.sequential.table", PlanningVectors::table),
          Map.entry(
              "power.mid_experiment.scaling_factor.frequentist",
              in -> scaling(in, experiment(in).oneLook(target(in)))),
          Map.entry(
              "power.mid_experiment.scaling_factor.seq",
              in -> scaling(in, experiment(in).alwaysValid(target(in), mixture(in)))),
          Map.entry(
              "power.mid_experiment.scaling_factor.bayes",
              in -> scaling(in, experiment(in).bayesian(target(in), prior(in)))),
          Map.entry("distinguishable_effect.binomial", PlanningVectors::distinguishable),
          Map.entry("sample_size.allocation", PlanningVectors::allocation));

  private PlanningVectors() {}

  private static Map<String, Object> power(JsonNode in) {
    double mean = in.required("mean").asDouble();
    double lift = in.required("effect").asDouble();
    return Map.of("power", value(Power.relative(lift, mean, variances(in), size(in), rule(in))));
  }

  private static Map<String, Object> effect(JsonNode in) {
    return Map.of(
        "mde",
        value(
            MinimumDetectableEffect.relative(
                in.required("mean").asDouble(), variances(in), size(in), rule(in), target(in))));
  }

  /** The peer lists the metrics of a week after each other. */
  private static Map<String, Object> table(JsonNode in) {
    long perWeek = in.required("users_per_week").asLong() / in.required("n_variations").asLong();
    List<Double> power = new ArrayList<>();
    List<Double> effect = new ArrayList<>();
    for (int week = 1; week <= in.required("weeks").asInt(); week++) {
      for (PowerTable.Metric metric : USUAL_METRICS) {
        PowerTable.Row row = row(in, metric, arms(perWeek), week);
        power.add(value(row.power()));
        effect.add(value(row.minimumDetectableEffect()));
      }
    }
    return Map.of("power", power, "mde", effect);
  }

  private static PowerTable.Row row(
      JsonNode in, PowerTable.Metric metric, SampleSize perWeek, int week) {
    SampleSize size = arms(week * perWeek.control());
    PowerTable.Metric inflated =
        new PowerTable.Metric(
            metric.mean(), inflated(in, metric.variances(), size), metric.lift(), metric.power());
    return PowerTable.of(inflated, perWeek, week, rule(in)).rows().getLast();
  }

  private static ContinuedExperiment experiment(JsonNode in) {
    Moments control = StatVectorTest.moments(in, "a");
    Moments treatment = StatVectorTest.moments(in, "b");
    return new ContinuedExperiment(
        in.required("target_mde").asDouble(),
        RelativeDifference.variance(control, treatment),
        NormalMixture.time(control.n(), treatment.n()),
        StatVectorTest.confidence(in));
  }

  /** The peer stops its search near the wanted power; ours is exact. */
  private static Map<String, Object> scaling(JsonNode in, Result<Double> factor) {
    return Map.of("scaling_factor", value(factor), "power", target(in));
  }

  private static ContinuedExperiment.Prior prior(JsonNode in) {
    JsonNode prior = in.required("prior");
    return new ContinuedExperiment.Prior(
        prior.required("mean").asDouble(), prior.required("variance").asDouble());
  }

  private static Map<String, Object> distinguishable(JsonNode in) {
    Proportion seen = new Proportion(in.required("x1").asLong(), in.required("n1").asLong());
    DistinguishableEffect effect =
        value(
            DistinguishableEffect.of(
                seen, in.required("n2").asLong(), StatVectorTest.confidence(in)));
    return Map.of("negative", effect.negative(), "positive", effect.positive());
  }

  private static Map<String, Object> allocation(JsonNode in) {
    return Map.of("allocation", Allocation.halfToControl(in.required("treatments").asInt()));
  }

  private static Variances variances(JsonNode in) {
    double variance = in.required("variance").asDouble();
    return inflated(in, new Variances(variance, variance), size(in));
  }

  /**
   * The peer plans a sequence as one look with a standard error that makes the half widths equal,
   * which asks for more than the sequence needs.
   */
  private static Variances inflated(JsonNode in, Variances variances, SampleSize size) {
    if (!in.has("tuning_N")) {
      return variances;
    }
    Confidence confidence = StatVectorTest.confidence(in);
    double sequence =
        mixture(in).critical((double) size.total(), Alternative.TWO_SIDED, confidence);
    double ratio = sequence / new ReferenceDistribution.Normal().critical(confidence.alpha() / 2);
    return new Variances(
        ratio * ratio * variances.control(), ratio * ratio * variances.treatment());
  }

  private static SampleSize size(JsonNode in) {
    return arms(
        Math.round(in.required("n_total").asDouble() / in.required("n_variations").asDouble()));
  }

  private static SampleSize arms(long units) {
    return new SampleSize(units, units);
  }

  private static double target(JsonNode in) {
    return in.path("power").asDouble(in.path("target_power").asDouble());
  }

  private static Rule rule(JsonNode in) {
    return new Rule.OneLook(Alternative.TWO_SIDED, StatVectorTest.confidence(in));
  }

  private static NormalMixture mixture(JsonNode in) {
    return SequentialVectors.peersMixture(in, Alternative.TWO_SIDED);
  }

  private static <T> T value(Result<T> result) {
    return result.asOptional().orElseThrow();
  }
}
