// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import io.ratchet.stats.fixed.SampleRatioTest;
import io.ratchet.stats.planning.Power;
import io.ratchet.stats.planning.SampleSize;
import io.ratchet.stats.sequential.AsymptoticConfidenceSequence;
import io.ratchet.stats.sequential.GroupSequentialDesign;
import io.ratchet.stats.sequential.MixtureSequentialProbabilityRatioTest;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.SequentialSampleRatio;
import io.ratchet.stats.sequential.Spending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How the golden numbers of sequential methods, sample ratios and planning are computed. */
final class SequentialVectors {

  /** The peer searches one-sided p-values below one half only, and reports this for larger ones. */
  private static final double LARGEST_ONE_SIDED = 0.4999;

  static final Map<String, VectorRun.Method> METHODS =
      Map.ofEntries(
          Map.entry("sequential.asymptotic_cs.one_sample", SequentialVectors::oneSample),
          Map.entry(
              "sequential.asymptotic_cs.two_sided", in -> relative(in, Alternative.TWO_SIDED)),
          Map.entry(
              "sequential.asymptotic_cs.two_sided.proportion",
              in -> relative(in, Alternative.TWO_SIDED)),
          Map.entry(
              "sequential.asymptotic_cs.one_sided_greater.relative",
              in -> relative(in, Alternative.GREATER)),
          Map.entry(
              "sequential.asymptotic_cs.one_sided_lesser.relative",
              in -> relative(in, Alternative.LESS)),
          Map.entry(
              "sequential.asymptotic_cs.one_sided_greater.absolute",
              in -> absolute(in, Alternative.GREATER)),
          Map.entry(
              "sequential.asymptotic_cs.one_sided_lesser.absolute",
              in -> absolute(in, Alternative.LESS)),
          Map.entry("sequential.msprt.normal", SequentialVectors::mixtureSprt),
          Map.entry(
              "group_sequential.bounds.obrien_fleming_lan_demets",
              in -> groupSequential(in, new Spending.ObrienFleming())),
          Map.entry(
              "group_sequential.bounds.pocock_lan_demets",
              in -> groupSequential(in, new Spending.Pocock())),
          Map.entry(
              "group_sequential.bounds.power_phi2",
              in -> groupSequential(in, new Spending.PowerFamily(2))),
          Map.entry(
              "group_sequential.power_family_phi2.adjusted_alpha",
              SequentialVectors::adjustedAlpha),
          Map.entry("sequential.rho.exact", SequentialVectors::rho),
          Map.entry("srm.chi_square", SequentialVectors::sampleRatio),
          Map.entry("srm.sequential.dirichlet_multinomial", SequentialVectors::sampleRatios),
          Map.entry("sample_size.mean.two_arm", SequentialVectors::sampleSizeOfMeans),
          Map.entry("sample_size.proportion.two_arm", SequentialVectors::sampleSizeOfRates),
          Map.entry("power.mean.equal_n", SequentialVectors::power),
          Map.entry("power.binomial.unequal_n", SequentialVectors::power));

  private SequentialVectors() {}

  private static Map<String, Object> absolute(JsonNode in, Alternative alternative) {
    return effect(
        AsymptoticConfidenceSequence.of(
            StatVectorTest.moments(in, "a"),
            StatVectorTest.moments(in, "b"),
            alternative,
            peersMixture(in, alternative),
            StatVectorTest.confidence(in)),
        alternative);
  }

  private static Map<String, Object> relative(JsonNode in, Alternative alternative) {
    return effect(
        AsymptoticConfidenceSequence.relative(
            arm(in, "a"),
            arm(in, "b"),
            alternative,
            peersMixture(in, alternative),
            StatVectorTest.confidence(in)),
        alternative);
  }

  /** Without sums of squares the arm counts successes. */
  private static Moments arm(JsonNode in, String arm) {
    JsonNode sums = in.required(arm);
    double n = sums.required("n").asDouble();
    double rate = sums.required("sum").asDouble() / n;
    return sums.has("sum_squares")
        ? StatVectorTest.moments(in, arm)
        : Moments.ofVariance((long) n, rate, rate * (1 - rate));
  }

  /** The peer's approximation to rho, which is not ours. */
  static NormalMixture peersMixture(JsonNode in, Alternative alternative) {
    double sides = alternative == Alternative.TWO_SIDED ? 1 : 2;
    return new NormalMixture(
        approximateRho(
            sides * in.required("alpha").asDouble(), in.required("tuning_N").asDouble()));
  }

  private static double approximateRho(double alpha, double units) {
    double a = -2 * Math.log(alpha);
    return Math.sqrt((a + Math.log(a + 1)) / units);
  }

  private static Map<String, Object> effect(Result<Effect> result, Alternative alternative) {
    Effect.Estimated effect = (Effect.Estimated) result.asOptional().orElseThrow();
    Map<String, Object> answer = new HashMap<>(StatVectorTest.effect(result));
    answer.put("ciLower", effect.interval().lower());
    if (alternative != Alternative.TWO_SIDED) {
      answer.put("pValue", Math.min(LARGEST_ONE_SIDED, effect.pValue()));
    }
    return answer;
  }

  /** There rho scales variance, here units. */
  private static Map<String, Object> oneSample(JsonNode in) {
    double variance = in.required("variance").asDouble();
    long n = in.required("n").asLong();
    double rho = in.required("rho").asDouble() * Math.sqrt(variance);
    double critical =
        new NormalMixture(rho)
            .critical((double) n, Alternative.TWO_SIDED, StatVectorTest.confidence(in));
    return Map.of("margin", critical * Math.sqrt(variance / n));
  }

  private static Map<String, Object> mixtureSprt(JsonNode in) {
    return Map.of(
        "pValue",
        MixtureSequentialProbabilityRatioTest.pValue(
            in.required("delta").asDouble(),
            in.required("variance").asDouble(),
            in.required("n").asLong(),
            Math.sqrt(in.required("tau2").asDouble())));
  }

  private static Map<String, Object> groupSequential(JsonNode in, Spending spending) {
    Confidence confidence = Confidence.of(1 - 2 * in.required("one_sided_alpha").asDouble());
    return Map.of(
        "z",
        new GroupSequentialDesign(spending, Alternative.TWO_SIDED, confidence)
            .bounds(doubles(in.required("information")))
            .asOptional()
            .orElseThrow()
            .bounds());
  }

  /** The peer plans anew, in hindsight, with the units that it ended on. */
  private static Map<String, Object> adjustedAlpha(JsonNode in) {
    List<Double> units = doubles(in.required("cumulative_n"));
    double planned = Math.max(in.required("planned_n").asDouble(), units.getLast());
    ReferenceDistribution normal = new ReferenceDistribution.Normal();
    return Map.of(
        "adjusted_alpha",
        new GroupSequentialDesign(
                new Spending.PowerFamily(2), Alternative.TWO_SIDED, StatVectorTest.confidence(in))
            .bounds(units, planned).asOptional().orElseThrow().bounds().stream()
                .map(z -> 2 * normal.survival(z))
                .toList());
  }

  /** The approximations of others stand beside the exact value, to show how far off they are. */
  private static Map<String, Object> rho(JsonNode in) {
    double alpha = in.required("alpha").asDouble();
    long units = in.required("tuning_N").asLong();
    double a = -2 * Math.log(alpha);
    return Map.of(
        "rho",
        NormalMixture.tunedFor(units, Confidence.of(1 - alpha)).rho(),
        "growthbook_approx",
        approximateRho(alpha, (double) units),
        "tensorzero_style",
        Math.sqrt((a + Math.log(a) + 1) / units));
  }

  private static Map<String, Object> sampleRatio(JsonNode in) {
    return Map.of(
        "pValue",
        SampleRatioTest.of(longs(in.required("observed")), doubles(in.required("weights")))
            .pValue());
  }

  /** The Bayes factor is the ratio of both; the multinomial one comes from its own formula. */
  private static Map<String, Object> sampleRatios(JsonNode in) {
    List<Double> weights = doubles(in.required("expected_ratio"));
    List<Double> prior = doubles(in.required("dirichlet_alpha"));
    SequentialSampleRatio test = SequentialSampleRatio.start(weights.size());
    List<Double> marginals = new ArrayList<>();
    List<Double> multinomials = new ArrayList<>();
    double multinomial = 0;
    for (JsonNode batch : in.required("counts")) {
      List<Long> counts = longs(batch);
      test = test.plus(counts, weights, prior);
      multinomial += logMultinomial(counts, weights);
      multinomials.add(multinomial);
      marginals.add(test.logBayesFactor() + multinomial);
    }
    return Map.of("log_marginal_M1", marginals, "log_marginal_M0", multinomials);
  }

  private static double logMultinomial(List<Long> counts, List<Double> weights) {
    double log = 0;
    int drawn = 0;
    for (int arm = 0; arm < counts.size(); arm++) {
      for (int i = 1; i <= counts.get(arm); i++) {
        drawn++;
        log += Math.log(weights.get(arm) * drawn / i);
      }
    }
    return log;
  }

  private static Map<String, Object> sampleSizeOfMeans(JsonNode in) {
    double variance = in.required("variance").asDouble();
    return sampleSize(in, new SampleSize.Variances(variance, variance));
  }

  private static Map<String, Object> sampleSizeOfRates(JsonNode in) {
    double rate = in.required("baseline").asDouble();
    return sampleSize(
        in, SampleSize.Variances.ofRates(rate, rate + in.required("absolute_mde").asDouble()));
  }

  /** The tolerance is a share, though the vector's kind compares with at least 1. */
  private static Map<String, Object> sampleSize(JsonNode in, SampleSize.Variances variances) {
    double power = in.required("power").asDouble();
    return Map.of(
        "n_total",
        SampleSize.fixed(
                in.required("absolute_mde").asDouble(),
                variances,
                SampleSize.Design.balanced(power, StatVectorTest.confidence(in)))
            .total());
  }

  private static Map<String, Object> power(JsonNode in) {
    double variance = in.required("variance").asDouble();
    double standardError =
        Math.sqrt(
            variance / in.required("n1").asDouble() + variance / in.required("n2").asDouble());
    return Map.of(
        "power",
        Power.of(
            in.required("absolute_mde").asDouble(),
            standardError,
            Alternative.TWO_SIDED,
            StatVectorTest.confidence(in)));
  }

  private static List<Long> longs(JsonNode array) {
    List<Long> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asLong()));
    return values;
  }

  private static List<Double> doubles(JsonNode array) {
    List<Double> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asDouble()));
    return values;
  }
}
