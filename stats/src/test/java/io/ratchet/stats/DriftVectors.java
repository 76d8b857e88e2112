// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import io.ratchet.stats.drift.AxisDistance;
import io.ratchet.stats.drift.BinnedKolmogorovSmirnov;
import io.ratchet.stats.drift.CountPair;
import io.ratchet.stats.drift.PermutationTest;
import io.ratchet.stats.drift.PopulationStability;
import io.ratchet.stats.drift.ShareDistance;
import io.ratchet.stats.fixed.KolmogorovSmirnovTest;
import io.ratchet.stats.fixed.MannWhitneyTest;
import io.ratchet.stats.fixed.StudentTest;
import io.ratchet.stats.sketch.ValueSketch;
import io.ratchet.stats.sketch.WeightedValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** How the golden numbers of distances between two samples are computed. */
final class DriftVectors {

  static final Map<String, VectorRun.Method> METHODS =
      Map.ofEntries(
          Map.entry("bhattacharyya", distance(p -> ShareDistance.bhattacharyya(p, 0x1p-52))),
          Map.entry("cramers_v_bias_corrected", DriftVectors::cramersV),
          Map.entry("energy_distance", axis(AxisDistance::energy)),
          Map.entry("hellinger_categorical", distance(ShareDistance::hellinger)),
          Map.entry("hellinger_numeric", distance(ShareDistance::hellinger)),
          Map.entry(
              "histogram_intersection_complement", distance(ShareDistance::intersectionComplement)),
          Map.entry("jensen_shannon_distance", distance(ShareDistance::jensenShannon)),
          Map.entry("kll_normalized_rank_error", DriftVectors::rankError),
          Map.entry("ks_2samp", DriftVectors::kolmogorovSmirnov),
          Map.entry("ks_2samp_exact_distribution", DriftVectors::exactDistribution),
          Map.entry("ks_statistic_from_sketch", DriftVectors::sketched),
          Map.entry("l_infinity", distance(ShareDistance::largestDifference)),
          Map.entry("l_infinity_robust", DriftVectors::robust),
          Map.entry("mann_whitney_u", DriftVectors::mannWhitney),
          Map.entry("psi", DriftVectors::stability),
          Map.entry("t_test", DriftVectors::student),
          Map.entry("total_variation_distance", DriftVectors::totalVariation),
          Map.entry("wasserstein_1", axis(AxisDistance::wasserstein)),
          Map.entry("wasserstein_range_scaled", axis(AxisDistance::rangeScaledWasserstein)));

  private DriftVectors() {}

  private interface OnAxis {
    double of(WeightedValues reference, WeightedValues current);
  }

  private static VectorRun.Method distance(ToDoubleFunction<CountPair> distance) {
    return in -> Map.of("distance", distance.applyAsDouble(VectorBins.pair(in)));
  }

  private static VectorRun.Method axis(OnAxis distance) {
    return in ->
        Map.of(
            "distance",
            distance.of(
                WeightedValues.of(values(in.required("reference"))),
                WeightedValues.of(values(in.required("current")))));
  }

  private static Map<String, Object> cramersV(JsonNode in) {
    return Map.of("v", ShareDistance.cramersV(CountVectors.pair(in)));
  }

  private static Map<String, Object> robust(JsonNode in) {
    double tail = in.required("params").path("alpha").asDouble(0.003);
    return Map.of("distance", ShareDistance.robustLargestDifference(CountVectors.pair(in), tail));
  }

  /** A floor of the smallest positive number, where the parameters ask for that. */
  private static Map<String, Object> stability(JsonNode in) {
    boolean smallest = in.required("params").path("epsilon").asString("").startsWith("smallest");
    double floor = smallest ? Double.MIN_NORMAL : PopulationStability.USUAL_FLOOR;
    return Map.of("psi", PopulationStability.of(VectorBins.pair(in), floor).value());
  }

  private static Map<String, Object> totalVariation(JsonNode in) {
    if (in.has("pairs")) {
      List<Double> distances = new ArrayList<>();
      in.required("pairs")
          .forEach(each -> distances.add(ShareDistance.totalVariation(CountVectors.pair(each))));
      return Map.of("distances", distances);
    }
    CountPair pair = CountVectors.pair(in);
    return Map.of(
        "distance",
        ShareDistance.totalVariation(pair),
        "permutation_p_value",
        PermutationTest.totalVariation(pair, 10_000, new SplittableRandom(1)).midPValue());
  }

  private static Map<String, Object> kolmogorovSmirnov(JsonNode in) {
    double[] reference = values(in.required("reference"));
    double[] current = values(in.required("current"));
    boolean asymptotic = in.required("params").path("method").asString("").startsWith("asymp");
    KolmogorovSmirnovTest.Distance distance =
        (asymptotic
                ? KolmogorovSmirnovTest.asymptotic(reference, current)
                : KolmogorovSmirnovTest.of(reference, current))
            .asOptional()
            .orElseThrow();
    return Map.of("statistic", distance.distance(), "p_value", distance.pValue());
  }

  /** Looks for samples with that distance: every way to mark which ranks are the first sample's. */
  private static Map<String, Object> exactDistribution(JsonNode in) {
    int m = in.required("m").asInt();
    int n = in.required("n").asInt();
    double wanted = in.required("d_times_mn").asDouble() / (m * n);
    for (int marks = 0; marks < 1 << (m + n); marks++) {
      if (Integer.bitCount(marks) == m) {
        int marked = marks;
        KolmogorovSmirnovTest.Distance distance =
            KolmogorovSmirnovTest.of(
                    ranks(m + n, rank -> (marked >> rank & 1) == 1),
                    ranks(m + n, rank -> (marked >> rank & 1) == 0))
                .asOptional()
                .orElseThrow();
        if (Math.abs(distance.distance() - wanted) < 1e-9) {
          return Map.of("p_value", distance.pValue());
        }
      }
    }
    throw new IllegalArgumentException("no samples are that far apart: " + in);
  }

  private static double[] ranks(int count, java.util.function.IntPredicate which) {
    return IntStream.range(0, count).filter(which).mapToDouble(rank -> rank).toArray();
  }

  /** The distance of what two sketches kept, over all values that either did. */
  private static Map<String, Object> sketched(JsonNode in) {
    WeightedValues reference = sketch(in, "reference").values();
    WeightedValues current = sketch(in, "current").values();
    double[] all = DoubleStream.concat(all(reference), all(current)).sorted().distinct().toArray();
    CountPair pair = CountVectors.pair(counts(all, reference), counts(all, current));
    return Map.of("statistic", BinnedKolmogorovSmirnov.of(pair).distance());
  }

  private static ValueSketch sketch(JsonNode in, String name) {
    ValueSketch sketch = new ValueSketch();
    for (double value : values(in.required(name))) {
      sketch.add(value);
    }
    return sketch;
  }

  private static DoubleStream all(WeightedValues values) {
    return IntStream.range(0, values.size()).mapToDouble(values::value);
  }

  private static long[] counts(double[] all, WeightedValues values) {
    long[] counts = new long[all.length];
    for (int place = 0; place < values.size(); place++) {
      counts[Arrays.binarySearch(all, values.value(place))] = values.weight(place);
    }
    return counts;
  }

  private static Map<String, Object> rankError(JsonNode in) {
    List<Double> single = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (double k : values(in.required("k"))) {
      single.add(ValueSketch.rankError((int) k));
      shares.add(ValueSketch.shareError((int) k));
    }
    return Map.of("single_sided", single, "pmf", shares);
  }

  /** The file asks whether the reference is lower. */
  private static Map<String, Object> mannWhitney(JsonNode in) {
    double[] reference = values(in.required("reference"));
    double[] current = values(in.required("current"));
    boolean less = in.required("params").path("alternative").asString("").startsWith("less");
    Alternative alternative = less ? Alternative.GREATER : Alternative.TWO_SIDED;
    return Map.of("p_value", MannWhitneyTest.normalPValue(reference, current, alternative));
  }

  private static Map<String, Object> student(JsonNode in) {
    Effect effect =
        StudentTest.of(
                Moments.of(values(in.required("reference"))),
                Moments.of(values(in.required("current"))),
                Alternative.TWO_SIDED,
                Confidence.of(0.95))
            .asOptional()
            .orElseThrow();
    Map<String, Object> answer = new HashMap<>(StatVectorTest.effect(Result.computed(effect)));
    answer.put("p_value", ((Effect.Estimated) effect).pValue());
    return answer;
  }

  /** The numbers of an array; missing ones are left out. */
  static double[] values(JsonNode array) {
    return array.valueStream().filter(JsonNode::isNumber).mapToDouble(JsonNode::asDouble).toArray();
  }
}
