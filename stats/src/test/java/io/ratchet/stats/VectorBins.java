// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import io.ratchet.stats.drift.CountPair;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import tools.jackson.databind.JsonNode;

/** Counts two samples in the bins that others use: of equal width, as many as a rule says. */
final class VectorBins {

  private VectorBins() {}

  /** The counts that the vector gives, or those of its values in the bins that it names. */
  static CountPair pair(JsonNode in) {
    if (in.has("ref_counts") && !in.has("ref_values")) {
      return CountVectors.pair(in);
    }
    double[] reference = sample(in, "reference", "ref");
    double[] current = sample(in, "current", "cur");
    String rule = in.required("params").path("bins").asString("");
    double[] union = DoubleStream.concat(stream(reference), stream(current)).toArray();
    if (rule.startsWith("10 equal width")) {
      return pair(edges(union, 10), reference, current);
    }
    if (rule.startsWith("sturges")) {
      double[] distinct = stream(union).distinct().toArray();
      int bins = (int) Math.ceil(Math.log(distinct.length) / Math.log(2) + 1);
      return pair(edges(distinct, bins), reference, current);
    }
    if (rule.startsWith("doane")) {
      return pair(edges(reference, doane(reference)), reference, current);
    }
    throw new IllegalArgumentException("unknown bins: " + rule);
  }

  private static DoubleStream stream(double[] values) {
    return Arrays.stream(values);
  }

  private static double[] sample(JsonNode in, String name, String prefix) {
    if (in.has(name)) {
      return DriftVectors.values(in.required(name));
    }
    double[] values = DriftVectors.values(in.required(prefix + "_values"));
    double[] counts = DriftVectors.values(in.required(prefix + "_counts"));
    return java.util.stream.IntStream.range(0, values.length)
        .boxed()
        .flatMapToDouble(i -> DoubleStream.generate(() -> values[i]).limit((long) counts[i]))
        .toArray();
  }

  private static double[] edges(double[] sample, int bins) {
    double low = stream(sample).min().orElseThrow();
    double high = stream(sample).max().orElseThrow();
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = i == bins ? high : low + i * ((high - low) / bins);
    }
    return edges;
  }

  /** Doane's rule: Sturges', with more bins the more skewed the sample is. */
  private static int doane(double[] sample) {
    double n = sample.length;
    double mean = stream(sample).average().orElseThrow();
    double deviation = Math.sqrt(stream(sample).map(x -> (x - mean) * (x - mean)).sum() / n);
    double skewness = stream(sample).map(x -> Math.pow((x - mean) / deviation, 3)).sum() / n;
    double error = Math.sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
    double bins =
        1 + Math.log(n) / Math.log(2) + Math.log(1 + Math.abs(skewness) / error) / Math.log(2);
    return (int) Math.ceil(bins);
  }

  /** A last cell holds what lies outside the edges; the last bin holds its upper edge. */
  private static CountPair pair(double[] edges, double[] reference, double[] current) {
    return CountVectors.pair(count(edges, reference), count(edges, current));
  }

  private static long[] count(double[] edges, double[] sample) {
    int bins = edges.length - 1;
    long[] counts = new long[bins + 1];
    for (double value : sample) {
      int found = Arrays.binarySearch(edges, value);
      int bin = found >= 0 ? Math.min(found, bins - 1) : -found - 2;
      boolean inside = value >= edges[0] && value <= edges[bins];
      counts[inside ? bin : bins]++;
    }
    return counts;
  }
}
