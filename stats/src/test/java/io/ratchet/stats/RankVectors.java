// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.stats.bayes.NormalPosterior;
import io.ratchet.stats.bayes.NormalPrior;
import io.ratchet.stats.fixed.ClusteredQuantile;
import io.ratchet.stats.fixed.EffectSize;
import io.ratchet.stats.fixed.KolmogorovSmirnovTest;
import io.ratchet.stats.fixed.MannWhitneyTest;
import io.ratchet.stats.fixed.OrderStatisticInterval;
import io.ratchet.stats.fixed.SampleQuantile;
import io.ratchet.stats.fixed.Winsorizing;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How the golden numbers of quantiles, ranks and effect sizes are computed. */
final class RankVectors {

  static final Map<String, VectorRun.Method> METHODS =
      Map.ofEntries(
          Map.entry("quantile.type7", RankVectors::quantile),
          Map.entry("quantile.ci.order_statistic", RankVectors::orderStatistics),
          Map.entry("quantile.unresolvable", RankVectors::unresolvable),
          Map.entry("quantile.p90.bayesian.absolute.flat_improper", RankVectors::posterior),
          Map.entry("quantile.p90.bayesian.absolute.prior_var_1e6", RankVectors::posterior),
          Map.entry(
              "quantile.p90.bayesian.absolute.prior_var_1_relative_scale", RankVectors::posterior),
          Map.entry("quantile.p90.bayesian.relative.prior_var_1e6", RankVectors::lift),
          Map.entry("quantile.p90.bayesian.relative.prior_var_1", RankVectors::lift),
          Map.entry("outlier.iqr", RankVectors::outliers),
          Map.entry("mann_whitney.exact", RankVectors::mannWhitney),
          Map.entry("ks.two_sample.exact", RankVectors::kolmogorovSmirnov),
          Map.entry("effect_size.cles", RankVectors::commonLanguage),
          Map.entry("effect_size.cohen_d", RankVectors::cohen));

  private RankVectors() {}

  private static Map<String, Object> quantile(JsonNode in) {
    double share = in.required("p").asDouble() / 100;
    return Map.of("value", SampleQuantile.of(share, values(in, "data")));
  }

  private static Map<String, Object> orderStatistics(JsonNode in) {
    double share = in.required("nu").asDouble();
    long n = in.required("n").asLong();
    Confidence confidence = StatVectorTest.confidence(in);
    OrderStatisticInterval.Ranks ranks = value(OrderStatisticInterval.ranks(share, n, confidence));
    double reach =
        new ReferenceDistribution.Normal().critical(confidence.alpha() / 2)
            * Math.sqrt(n * share * (1 - share));
    return Map.of(
        "exact_ranks_1based", List.of(ranks.lower(), ranks.upper()),
        "exact_coverage", ranks.coverage(),
        "normal_ranks", List.of(n * share - reach, n * share + reach));
  }

  private static Map<String, Object> posterior(JsonNode in) {
    return answer(
        in,
        NormalPosterior.differenceUnderRelativePrior(
            value(arm(in.required("control"))), value(arm(in.required("treatment"))), prior(in)));
  }

  private static Map<String, Object> lift(JsonNode in) {
    return answer(
        in,
        NormalPosterior.relative(
            value(arm(in.required("control"))), value(arm(in.required("treatment"))), prior(in)));
  }

  private static Map<String, Object> answer(JsonNode in, Result<NormalPosterior> posterior) {
    Interval credible = value(posterior).credible(StatVectorTest.confidence(in));
    return Map.of(
        "expected", value(posterior).mean(), "ci", List.of(credible.lower(), credible.upper()));
  }

  private static NormalPrior prior(JsonNode in) {
    return switch (in.required("prior").asString()) {
      case "flat_improper" -> new NormalPrior.Flat();
      case "prior_var_1", "prior_var_1_relative_scale" -> new NormalPrior.Proper(0, 1);
      case "prior_var_1e6" -> new NormalPrior.Proper(0, 1e6);
      case String other -> throw new IllegalArgumentException(other);
    };
  }

  private static Result<Moments> arm(JsonNode in) {
    return ClusteredQuantile.of(
        in.required("n").asLong(),
        in.required("n_star").asLong(),
        in.required("quantile_hat").asDouble(),
        in.required("quantile_lower").asDouble(),
        in.required("quantile_upper").asDouble(),
        1);
  }

  private static Map<String, Object> unresolvable(JsonNode in) {
    Result<Moments> result = arm(in);
    assertThat(result)
        .isInstanceOfSatisfying(
            Result.Degenerate.class,
            none -> assertThat(none.reason()).isEqualTo(Result.Reason.NO_VARIATION));
    return Map.of("error", "zero variance -> no inference");
  }

  private static Map<String, Object> outliers(JsonNode in) {
    double[] data = values(in, "data");
    Winsorizing fences = Winsorizing.ofQuartiles(in.required("factor").asDouble(), data);
    return Map.of("outlier", Arrays.stream(data).mapToObj(fences::isOutlier).toList());
  }

  /** The file counts the pairs that the first sample wins. */
  private static Map<String, Object> mannWhitney(JsonNode in) {
    double[] control = values(in, "y");
    double[] treatment = values(in, "x");
    MannWhitneyTest.Shift shift =
        value(
            MannWhitneyTest.of(
                control, treatment, Alternative.TWO_SIDED, StatVectorTest.confidence(in)));
    return Map.of(
        "U",
        shift.u(),
        "pValue",
        shift.pValue(),
        "pValue_asymptotic_cc",
        MannWhitneyTest.normalPValue(control, treatment, Alternative.TWO_SIDED));
  }

  private static Map<String, Object> kolmogorovSmirnov(JsonNode in) {
    KolmogorovSmirnovTest.Distance distance =
        value(KolmogorovSmirnovTest.of(values(in, "x"), values(in, "y")));
    return Map.of("D", distance.distance(), "pValue", distance.pValue());
  }

  private static Map<String, Object> commonLanguage(JsonNode in) {
    return Map.of(
        "cles", value(EffectSize.commonLanguage(values(in, "control"), values(in, "experiment"))));
  }

  private static Map<String, Object> cohen(JsonNode in) {
    Moments control = Moments.of(values(in, "control"));
    Moments treatment = Moments.of(values(in, "experiment"));
    return Map.of("d", value(EffectSize.cohensD(control, treatment)));
  }

  private static double[] values(JsonNode in, String name) {
    JsonNode array = in.required(name);
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }

  private static <T> T value(Result<T> result) {
    return result.asOptional().orElseThrow();
  }
}
