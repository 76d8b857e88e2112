// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import io.ratchet.stats.fixed.AgrestiCoullInterval;
import io.ratchet.stats.fixed.ChiSquareTest;
import io.ratchet.stats.fixed.Cuped;
import io.ratchet.stats.fixed.Ratio;
import io.ratchet.stats.fixed.RelativeDifference;
import io.ratchet.stats.fixed.WaldInterval;
import io.ratchet.stats.sequential.AsymptoticConfidenceSequence;
import io.ratchet.stats.sequential.NormalMixture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/** How the golden numbers of rates, ratios and adjusted metrics at one look are computed. */
final class FixedVectors {

  static final Map<String, VectorRun.Method> METHODS =
      Map.ofEntries(
          Map.entry("chi_square.2x2.no_continuity", FixedVectors::chiSquare),
          Map.entry("proportion.ci.agresti_coull", FixedVectors::agrestiCoull),
          Map.entry("proportion.diff.wald", FixedVectors::wald),
          Map.entry("ratio.delta_method.welch_t.relative", FixedVectors::ratio),
          Map.entry("cuped.theta", FixedVectors::theta),
          Map.entry("cuped.mean.adjusted_stddev", FixedVectors::adjusted),
          Map.entry("cuped.mean.adjusted_stddev.baseline", FixedVectors::adjusted),
          Map.entry("cuped.mean.welch_t.relative", in -> relative(in, means(in))),
          Map.entry("cuped.mean.sequential.relative", in -> sequential(in, means(in))),
          Map.entry("cuped.proportion.welch_t.relative", in -> relative(in, means(in))),
          Map.entry("cuped.ratio.welch_t.relative", in -> relative(in, ratios(in))),
          Map.entry("cuped.ratio.welch_t.relative.high_precision", in -> relative(in, ratios(in))),
          Map.entry("cuped.ratio.sequential.relative", in -> sequential(in, ratios(in))));

  /** What a vector means by arms that are the same as those of the one before it. */
  private static final String SAME_ARMS = "cuped.ratio.welch_t.relative";

  private FixedVectors() {}

  private static Map<String, Object> chiSquare(JsonNode in) {
    Proportion control = rate(in.required("control"));
    Proportion treatment = rate(in.required("treatment"));
    return Map.of(
        "difference",
        treatment.rate() - control.rate(),
        "pValue",
        value(ChiSquareTest.of(control, treatment)).pValue(),
        "ci",
        ends(WaldInterval.of(control, treatment, StatVectorTest.confidence(in))));
  }

  private static Proportion rate(JsonNode arm) {
    return new Proportion(arm.required("sum").asLong(), arm.required("n").asLong());
  }

  private static Map<String, Object> agrestiCoull(JsonNode in) {
    Proportion proportion = new Proportion(in.required("x").asLong(), in.required("n").asLong());
    return Map.of("ci", ends(AgrestiCoullInterval.of(proportion, StatVectorTest.confidence(in))));
  }

  /** The file has the first arm minus the second. */
  private static Map<String, Object> wald(JsonNode in) {
    Proportion first = new Proportion(in.required("x1").asLong(), in.required("n1").asLong());
    Proportion second = new Proportion(in.required("x2").asLong(), in.required("n2").asLong());
    return Map.of(
        "difference",
        first.rate() - second.rate(),
        "ci",
        ends(WaldInterval.of(second, first, StatVectorTest.confidence(in))));
  }

  /** No units have the denominators of this vector, which {@link PairedMoments} would refuse. */
  private static Map<String, Object> ratio(JsonNode in) {
    Moments control = ratioArm(in.required("a"));
    Moments treatment = ratioArm(in.required("b"));
    Map<String, Object> answer =
        new HashMap<>(
            StatVectorTest.effect(
                RelativeDifference.of(
                    control, treatment, Alternative.TWO_SIDED, StatVectorTest.confidence(in))));
    answer.put("mean_a", control.mean());
    answer.put("mean_b", treatment.mean());
    return answer;
  }

  private static Moments ratioArm(JsonNode sums) {
    double n = sums.required("n").asDouble();
    double numerator = sums.required("num_sum").asDouble() / n;
    double denominator = sums.required("den_sum").asDouble() / n;
    return Moments.ofVariance(
        (long) n,
        numerator / denominator,
        Ratio.unitVariance(
            numerator,
            denominator,
            covariance(n, numerator, numerator, sums.required("num_sum_squares").asDouble()),
            covariance(n, denominator, denominator, sums.required("den_sum_squares").asDouble()),
            covariance(n, numerator, denominator, sums.required("cross_sum").asDouble())));
  }

  private static double covariance(double n, double meanX, double meanY, double products) {
    return (products - n * meanX * meanY) / (n - 1);
  }

  private static Map<String, Object> theta(JsonNode in) {
    PairedMoments units = PairedMoments.EMPTY;
    for (int i = 0; i < in.required("post").size(); i++) {
      double post = in.required("post").get(i).asDouble();
      units = units.plus(post, in.required("pre").get(i).asDouble());
    }
    return Map.of("theta", value(Cuped.of(units, units)).theta());
  }

  private static Map<String, Object> adjusted(JsonNode in) {
    PairedMoments control = arm(in.required("a"));
    Cuped first = value(Cuped.of(control, arm(in.required("b"))));
    Cuped second = value(Cuped.of(control, arm(in.required("c"))));
    return Map.of(
        "stddev_b_pair1", Math.sqrt(first.adjustedTreatment().variance()),
        "stddev_c_pair2", Math.sqrt(second.adjustedTreatment().variance()),
        "stddev_a_from_one_pair", Math.sqrt(second.adjustedControl().variance()));
  }

  /**
   * The peer's pooled variance of a rate divides by n as well, which only its own sums can tell.
   */
  private static Cuped means(JsonNode in) {
    PairedMoments control = arm(in.required("a"));
    PairedMoments treatment = arm(in.required("b"));
    if (in.required("a").has("post_sum_squares")) {
      return value(Cuped.of(control, treatment));
    }
    return new Cuped(
        control, treatment, Cuped.theta(outcomes(pooled(in))), Cuped.Expansion.EQUAL_COVARIATES);
  }

  private static ToDoubleFunction<String> pooled(JsonNode in) {
    return sum ->
        in.required("a").required(sum).asDouble() + in.required("b").required(sum).asDouble();
  }

  private static PairedMoments outcomes(ToDoubleFunction<String> sums) {
    double post = sums.applyAsDouble("post_sum");
    double pre = sums.applyAsDouble("pre_sum");
    double cross = sums.applyAsDouble("cross_sum");
    return PairedMoments.ofSums((long) sums.applyAsDouble("n"), post, post, pre, pre, cross);
  }

  private static PairedMoments rates(ToDoubleFunction<String> sums) {
    double n = sums.applyAsDouble("n");
    double post = sums.applyAsDouble("post_sum") / n;
    double pre = sums.applyAsDouble("pre_sum") / n;
    return PairedMoments.ofCovariance(
        Moments.ofVariance((long) n, post, post * (1 - post)),
        Moments.ofVariance((long) n, pre, pre * (1 - pre)),
        covariance(n, post, pre, sums.applyAsDouble("cross_sum")));
  }

  /** Without sums of squares metric and covariate count successes. */
  private static PairedMoments arm(JsonNode sums) {
    long n = sums.required("n").asLong();
    double post = sums.required("post_sum").asDouble();
    double pre = sums.required("pre_sum").asDouble();
    double cross = sums.required("cross_sum").asDouble();
    if (sums.has("post_sum_squares")) {
      return PairedMoments.ofSums(
          n,
          post,
          sums.required("post_sum_squares").asDouble(),
          pre,
          sums.required("pre_sum_squares").asDouble(),
          cross);
    }
    return rates(sum -> sums.required(sum).asDouble());
  }

  private static Cuped ratios(JsonNode in) {
    JsonNode arms = in.required("a").isObject() ? in : sameArms();
    return value(Cuped.ofRatios(ratioPairs(arms.required("a")), ratioPairs(arms.required("b"))));
  }

  private static JsonNode sameArms() {
    return Vector.ofResource("/vectors/stat_vectors.json").stream()
        .filter(vector -> vector.method().equals(SAME_ARMS))
        .findFirst()
        .orElseThrow()
        .inputs();
  }

  private static RatioPairMoments ratioPairs(JsonNode sums) {
    JsonNode cross = sums.required("cross");
    long n = sums.required("n").asLong();
    return RatioPairMoments.ofSums(
        pair(n, sums, "post", cross.required("mp_dp").asDouble()),
        pair(n, sums, "pre", cross.required("mx_dx").asDouble()),
        cross.required("mp_mx").asDouble(),
        cross.required("mp_dx").asDouble(),
        cross.required("mx_dp").asDouble(),
        cross.required("dp_dx").asDouble());
  }

  private static PairedMoments pair(long n, JsonNode sums, String when, double cross) {
    JsonNode numerator = sums.required(when + "_num");
    JsonNode denominator = sums.required(when + "_den");
    return PairedMoments.ofSums(
        n,
        numerator.get(0).asDouble(),
        numerator.get(1).asDouble(),
        denominator.get(0).asDouble(),
        denominator.get(1).asDouble(),
        cross);
  }

  private static Map<String, Object> relative(JsonNode in, Cuped arms) {
    return unadjusted(arms, arms.relative(Alternative.TWO_SIDED, StatVectorTest.confidence(in)));
  }

  private static Map<String, Object> sequential(JsonNode in, Cuped arms) {
    NormalMixture mixture = SequentialVectors.peersMixture(in, Alternative.TWO_SIDED);
    return unadjusted(
        arms,
        AsymptoticConfidenceSequence.relative(
            arms, Alternative.TWO_SIDED, mixture, StatVectorTest.confidence(in)));
  }

  private static Map<String, Object> unadjusted(Cuped arms, Result<Effect> effect) {
    Map<String, Object> answer = new HashMap<>(StatVectorTest.effect(effect));
    answer.put("mean_a_unadjusted", arms.control().meanX());
    answer.put("mean_b_unadjusted", arms.treatment().meanX());
    return answer;
  }

  private static <T> T value(Result<T> result) {
    return result.asOptional().orElseThrow();
  }

  private static List<Double> ends(Result<Interval> interval) {
    return List.of(value(interval).lower(), value(interval).upper());
  }
}
