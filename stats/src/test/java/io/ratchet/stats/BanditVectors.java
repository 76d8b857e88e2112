// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import io.ratchet.stats.bandit.Leader;
import io.ratchet.stats.bandit.TrackAndStop;
import io.ratchet.stats.bandit.UpperConfidence;
import io.ratchet.stats.bandit.WeightFloor;
import io.ratchet.stats.bayes.BestArms;
import io.ratchet.stats.bayes.NormalPosterior;
import io.ratchet.stats.fixed.AdjustedInterval;
import io.ratchet.stats.fixed.AdjustedPValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How the golden numbers of bandits and of multiple tests are computed. */
final class BanditVectors {

  static final Map<String, VectorRun.Method> METHODS =
      Map.ofEntries(
          Map.entry("bandit.best_arm_probability.normal", BanditVectors::bestArm),
          Map.entry("bandit.leader.tie_break", BanditVectors::leader),
          Map.entry("bandit.track_and_stop.optimal_weights", BanditVectors::optimalWeights),
          Map.entry("bandit.track_and_stop.stopping", BanditVectors::stopping),
          Map.entry("bandit.ucb1", BanditVectors::upperConfidence),
          Map.entry("bandit.weight_floor.additive", BanditVectors::weightFloor),
          Map.entry("multiple.adjusted_ci", BanditVectors::adjustedInterval),
          Map.entry("multiple.benjamini_hochberg", BanditVectors::benjaminiHochberg),
          Map.entry("multiple.holm", BanditVectors::holm));

  private BanditVectors() {}

  private static Map<String, Object> bestArm(JsonNode in) {
    List<Double> means = doubles(in.required("means"));
    List<Double> deviations = doubles(in.required("sds"));
    List<NormalPosterior> arms = new ArrayList<>();
    for (int arm = 0; arm < means.size(); arm++) {
      arms.add(new NormalPosterior(means.get(arm), deviations.get(arm)));
    }
    return Map.of("probability", BestArms.ofNormals(arms, better(in)).probabilities());
  }

  private static Map<String, Object> leader(JsonNode in) {
    return Map.of("leader", Leader.of(arms(in), better(in)));
  }

  private static Map<String, Object> optimalWeights(JsonNode in) {
    TrackAndStop.Exploration exploration =
        new TrackAndStop.Exploration(
            in.required("epsilon").asDouble(),
            in.required("min_prob").asDouble(),
            in.required("reg0").asDouble());
    return Map.of(
        "weights",
        TrackAndStop.weights(arms(in), better(in), exploration).asOptional().orElseThrow());
  }

  private static Map<String, Object> stopping(JsonNode in) {
    TrackAndStop.Stopping stopping =
        new TrackAndStop.Stopping(
            in.required("epsilon").asDouble(),
            in.required("delta").asDouble(),
            Math.max(2, in.path("min_pulls").asLong(2)));
    return Map.of(
        "stop",
        TrackAndStop.decide(arms(in), better(in), stopping)
            .map(TrackAndStop.Decision::stops)
            .asOptional()
            .orElse(false));
  }

  private static Map<String, Object> upperConfidence(JsonNode in) {
    Map<String, Moments> arms = new HashMap<>();
    List<Double> rewards = doubles(in.required("rewards"));
    for (int i = 0; i < rewards.size(); i++) {
      Moments reward = Moments.of(rewards.get(i));
      arms.merge(in.required("decisions").get(i).asString(), reward, Moments::plus);
    }
    double alpha = in.required("alpha").asDouble();
    Map<String, Object> bounds = new HashMap<>();
    arms.forEach((name, arm) ->
        bounds.put(name, UpperConfidence.bound(arm, rewards.size(), Better.HIGHER, alpha)));
    return bounds;
  }

  private static Map<String, Object> weightFloor(JsonNode in) {
    return Map.of(
        "weights",
        WeightFloor.of(doubles(in.required("weights")), in.required("floor").asDouble()));
  }

  private static Map<String, Object> adjustedInterval(JsonNode in) {
    Interval interval =
        AdjustedInterval.of(
                in.required("lift").asDouble(),
                in.required("adjusted_p").asDouble(),
                StatVectorTest.confidence(in))
            .asOptional()
            .orElseThrow();
    return Map.of("ci", List.of(interval.lower(), interval.upper()));
  }

  private static Map<String, Object> benjaminiHochberg(JsonNode in) {
    return Map.of("adjusted", AdjustedPValues.benjaminiHochberg(doubles(in.required("p"))));
  }

  private static Map<String, Object> holm(JsonNode in) {
    return Map.of("adjusted", AdjustedPValues.holm(doubles(in.required("p"))));
  }

  private static List<Moments> arms(JsonNode in) {
    List<Moments> arms = new ArrayList<>();
    for (int arm = 0; arm < in.required("means").size(); arm++) {
      arms.add(
          Moments.ofVariance(
              in.required("pulls").get(arm).asLong(),
              in.required("means").get(arm).asDouble(),
              in.required("variances").get(arm).asDouble()));
    }
    return arms;
  }

  private static Better better(JsonNode in) {
    return in.path("maximise").asBoolean(true) ? Better.HIGHER : Better.LOWER;
  }

  private static List<Double> doubles(JsonNode array) {
    List<Double> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asDouble()));
    return values;
  }
}
