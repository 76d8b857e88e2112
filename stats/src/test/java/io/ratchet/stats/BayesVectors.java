// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import io.ratchet.stats.bayes.BetaPosterior;
import io.ratchet.stats.bayes.BetaPrior;
import io.ratchet.stats.bayes.Comparison;
import io.ratchet.stats.bayes.NormalPosterior;
import io.ratchet.stats.bayes.NormalPrior;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How the golden numbers of posteriors are computed. */
final class BayesVectors {

  static final Map<String, VectorRun.Method> METHODS =
      Map.ofEntries(
          Map.entry("bayesian.beta_binomial.exact", BayesVectors::rates),
          Map.entry("bayesian.beta_binomial.probability_to_beat", BayesVectors::rates),
          Map.entry("bayesian.chance_to_win.flat", in -> posterior(in, "effect", "se")),
          Map.entry("bayesian.expected_loss.normal", in -> posterior(in, "mu", "sigma")),
          Map.entry("bayesian.expected_loss.normal.extreme", in -> posterior(in, "mu", "sigma")),
          Map.entry("bayesian.gaussian.flat.relative", BayesVectors::relative),
          Map.entry("bayesian.gaussian.flat.relative.lower_is_better", BayesVectors::relative),
          Map.entry("bayesian.gaussian.flat.relative.proportion", BayesVectors::relative),
          Map.entry("bayesian.gaussian.informative.relative", BayesVectors::relative),
          Map.entry("ratio.delta_method.bayesian.relative", BayesVectors::ratio));

  private BayesVectors() {}

  private static Map<String, Object> rates(JsonNode in) {
    BetaPosterior control = rate(in, "control");
    BetaPosterior treatment = rate(in, "treatment");
    Comparison comparison = BetaPosterior.comparison(control, treatment, Better.HIGHER);
    return Map.of(
        "probability", comparison.chanceToWin(),
        "expected_gain", comparison.lossOfKeeping(),
        "expected_loss", comparison.lossOfShipping(),
        "difference", treatment.mean() - control.mean());
  }

  private static BetaPosterior rate(JsonNode in, String arm) {
    JsonNode prior = in.required("prior");
    return BetaPosterior.of(
        new Proportion(
            in.required(arm).required("successes").asLong(),
            in.required(arm).required("n").asLong()),
        new BetaPrior(prior.get(0).asDouble(), prior.get(1).asDouble()));
  }

  private static Map<String, Object> posterior(JsonNode in, String mean, String deviation) {
    return answer(
        in, new NormalPosterior(in.required(mean).asDouble(), in.required(deviation).asDouble()));
  }

  private static Map<String, Object> relative(JsonNode in) {
    return relative(in, arm(in.required("a")), arm(in.required("b")));
  }

  private static Map<String, Object> ratio(JsonNode in) {
    return relative(in, ratioArm(in.required("a")), ratioArm(in.required("b")));
  }

  private static Map<String, Object> relative(JsonNode in, Moments control, Moments treatment) {
    return answer(
        in, NormalPosterior.relative(control, treatment, prior(in)).asOptional().orElseThrow());
  }

  private static NormalPrior prior(JsonNode in) {
    JsonNode prior = in.path("prior");
    return prior.isMissingNode()
        ? new NormalPrior.Flat()
        : new NormalPrior.Proper(
            prior.required("mean").asDouble(), prior.required("variance").asDouble());
  }

  /** Without sums of squares the arm counts successes. */
  private static Moments arm(JsonNode sums) {
    long n = sums.required("n").asLong();
    double sum = sums.required("sum").asDouble();
    return sums.has("sum_squares")
        ? Moments.ofSums(n, sum, sums.required("sum_squares").asDouble())
        : Moments.ofVariance(n, sum / n, sum / n * (1 - sum / n));
  }

  /** No units have the denominators of these sums, so only the variance of the ratio is sound. */
  private static Moments ratioArm(JsonNode sums) {
    long n = sums.required("n").asLong();
    double numerator = sums.required("num_sum").asDouble();
    double denominator = sums.required("den_sum").asDouble();
    double ratio = numerator / denominator;
    double squares =
        sums.required("num_sum_squares").asDouble()
            - 2 * ratio * sums.required("cross_sum").asDouble()
            + ratio * ratio * sums.required("den_sum_squares").asDouble();
    double mean = denominator / n;
    return Moments.ofVariance(n, ratio, squares / (n - 1) / (mean * mean));
  }

  private static Map<String, Object> answer(JsonNode in, NormalPosterior posterior) {
    Better better = in.path("inverse").asBoolean(false) ? Better.LOWER : Better.HIGHER;
    Comparison comparison = posterior.comparison(better);
    Interval interval = posterior.credible(StatVectorTest.confidence(in));
    return Map.of(
        "expected", posterior.mean(),
        "sd", posterior.deviation(),
        "ci", List.of(interval.lower(), interval.upper()),
        "chanceToWin", comparison.chanceToWin(),
        "risk_treatment", comparison.lossOfShipping(),
        "risk", List.of(comparison.lossOfKeeping(), comparison.lossOfShipping()));
  }
}
