// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import io.ratchet.stats.drift.CountPair;
import io.ratchet.stats.fixed.AdjustedPValues;
import io.ratchet.stats.fixed.ChiSquareTest;
import io.ratchet.stats.fixed.ExactProportionTest;
import io.ratchet.stats.fixed.LikelihoodRatioTest;
import io.ratchet.stats.fixed.SampleRatioTest;
import io.ratchet.stats.fixed.TwoProportionTest;
import io.ratchet.stats.quality.ConfusionRates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** How the golden numbers of tests on counts, and of metrics from confusions, are computed. */
final class CountVectors {

  static final Map<String, VectorRun.Method> METHODS =
      Map.ofEntries(
          Map.entry("benjamini_hochberg", CountVectors::adjusted),
          Map.entry("cbpe_metrics_from_expected_confusion", CountVectors::confusion),
          Map.entry("chi_square_contingency", CountVectors::contingency),
          Map.entry("chi_square_goodness_of_fit", CountVectors::goodnessOfFit),
          Map.entry("classification_metrics", CountVectors::confusion),
          Map.entry("fisher_exact", CountVectors::fisher),
          Map.entry("g_test_contingency", CountVectors::ratioOfTable),
          Map.entry("g_test_goodness_of_fit", CountVectors::ratioOfShares),
          Map.entry("z_test_proportions", CountVectors::proportions));

  private CountVectors() {}

  private static Map<String, Object> adjusted(JsonNode in) {
    List<Double> pValues = new ArrayList<>();
    in.required("p_values").forEach(each -> pValues.add(each.asDouble()));
    double q = in.required("q").asDouble();
    boolean any =
        AdjustedPValues.benjaminiHochberg(pValues).stream().anyMatch(adjusted -> adjusted < q);
    return Map.of("any_rejected", any);
  }

  /**
   * The parameters give what a true negative, false positive, ... is worth, by rows of the truth.
   */
  private static Map<String, Object> confusion(JsonNode in) {
    ConfusionRates rates =
        new ConfusionRates(
            in.required("tp").asDouble(),
            in.required("fp").asDouble(),
            in.required("tn").asDouble(),
            in.required("fn").asDouble());
    String matrix = in.required("params").required("business_value_matrix").asString();
    return Map.of(
        "f1", rates.f1().orElseThrow(),
        "precision", rates.precision().orElseThrow(),
        "recall", rates.recall().orElseThrow(),
        "specificity", rates.specificity().orElseThrow(),
        "accuracy", rates.accuracy().orElseThrow(),
        "business_value",
            rates.value(
                worth(matrix, "TP"),
                worth(matrix, "FP"),
                worth(matrix, "TN"),
                worth(matrix, "FN")));
  }

  private static double worth(String matrix, String kind) {
    return Double.parseDouble(matrix.replaceAll(".*" + kind + " (-?[0-9.]+).*", "$1"));
  }

  private static Map<String, Object> contingency(JsonNode in) {
    ChiSquareTest.Independence test = ChiSquareTest.of(table(in)).asOptional().orElseThrow();
    return Map.of("statistic", test.chiSquare(), "p_value", test.pValue());
  }

  private static Map<String, Object> ratioOfTable(JsonNode in) {
    return answer(LikelihoodRatioTest.of(table(in)));
  }

  private static Map<String, Object> answer(LikelihoodRatioTest.Ratio ratio) {
    return Map.of("statistic", ratio.statistic(), "p_value", ratio.pValue());
  }

  private static Map<String, Object> goodnessOfFit(JsonNode in) {
    Observed observed = observed(in);
    SampleRatioTest.Mismatch test = SampleRatioTest.of(observed.counts, observed.expected);
    return Map.of("statistic", test.chiSquare(), "p_value", test.pValue());
  }

  private static Map<String, Object> ratioOfShares(JsonNode in) {
    Observed observed = observed(in);
    return answer(LikelihoodRatioTest.goodnessOfFit(observed.counts, observed.expected));
  }

  private record Observed(List<Long> counts, List<Double> expected) {}

  /** Named categories are those that were expected. */
  private static Observed observed(JsonNode in) {
    JsonNode counts = in.has("sample_counts") ? in.path("sample_counts") : in.path("cur_counts");
    JsonNode expected =
        in.has("expected_counts")
            ? in.path("expected_counts")
            : in.has("expected") ? in.path("expected") : in.path("ref_counts");
    Observed observed = new Observed(new ArrayList<>(), new ArrayList<>());
    if (expected.isObject()) {
      for (Map.Entry<String, JsonNode> entry : expected.properties()) {
        observed.expected.add(entry.getValue().asDouble());
        observed.counts.add(counts.path(entry.getKey()).asLong(0));
      }
    } else {
      for (int i = 0; i < expected.size(); i++) {
        observed.expected.add(expected.get(i).asDouble());
        observed.counts.add(counts.get(i).asLong());
      }
    }
    return observed;
  }

  private static Map<String, Object> fisher(JsonNode in) {
    CountPair pair = pair(in);
    double pValue =
        ExactProportionTest.fisher(
                new Proportion(pair.reference(0), pair.n()),
                new Proportion(pair.current(0), pair.m()),
                Alternative.TWO_SIDED)
            .asOptional()
            .orElseThrow();
    return Map.of("p_value", pValue);
  }

  private static Map<String, Object> proportions(JsonNode in) {
    CountPair pair = pair(in);
    Effect effect =
        TwoProportionTest.of(
                new Proportion(pair.reference(0), pair.n()),
                new Proportion(pair.current(0), pair.m()),
                Confidence.of(0.95))
            .asOptional()
            .orElseThrow();
    return Map.of("p_value", ((Effect.Estimated) effect).pValue());
  }

  private static List<List<Long>> table(JsonNode in) {
    List<List<Long>> table = new ArrayList<>();
    for (JsonNode row : in.required("table")) {
      List<Long> counts = new ArrayList<>();
      row.forEach(each -> counts.add(each.asLong()));
      table.add(counts);
    }
    return table;
  }

  /** Counts of both samples by category, over all that occur in either. */
  static CountPair pair(JsonNode in) {
    JsonNode reference = in.required("ref_counts");
    JsonNode current = in.required("cur_counts");
    if (reference.isArray()) {
      return pair(counts(reference), counts(current));
    }
    TreeSet<String> names = new TreeSet<>();
    reference.properties().forEach(each -> names.add(each.getKey()));
    current.properties().forEach(each -> names.add(each.getKey()));
    return pair(
        names.stream().mapToLong(name -> reference.path(name).asLong(0)).toArray(),
        names.stream().mapToLong(name -> current.path(name).asLong(0)).toArray());
  }

  static CountPair pair(long[] reference, long[] current) {
    return CountPair.of(reference, current).asOptional().orElseThrow();
  }

  private static long[] counts(JsonNode array) {
    long[] counts = new long[array.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = array.get(i).asLong();
    }
    return counts;
  }
}
