// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which names of their own assets and stages are shown to Prometheus.
 *
 * @param mapping what is shown beside the usual figures
 */
public record MetricsConfig(List<Mapping> mapping) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,99}");
  private static final String EXPECTED = "a name of letters, digits and underscores";

  public MetricsConfig {
    mapping = List.copyOf(mapping);
  }

  /** What of a call is shown. */
  public enum Measure {
    /** Calls counted by status. */
    REQUESTS,
    /** The latency in seconds. */
    DURATION,
    /** Failed calls counted by error type. */
    ERRORS,
    /** Input and output tokens together. */
    TOKENS,
    /** A score that came with the call. */
    SCORE,
    /** The confidence. */
    CONFIDENCE
  }

  /**
   * One family of figures.
   *
   * @param metric its name, without the ending that its measure gives it
   * @param asset the asset whose calls count; null for any
   * @param stage the part of a call that is measured; null for the whole
   * @param score name of the score
   * @param labels from version, status, stage and error type
   * @param buckets upper bounds of a histogram; empty for the usual ones
   */
  public record Mapping(
      String metric,
      Measure measure,
      @Nullable String asset,
      @Nullable String stage,
      @Nullable String score,
      List<String> labels,
      List<Double> buckets) {
    public Mapping {
      labels = List.copyOf(labels);
      buckets = List.copyOf(buckets);
    }
  }

  static MetricsConfig read(Section section) {
    Section mapping = section.section("mapping");
    List<Mapping> read = new ArrayList<>();
    for (Section one : mapping.entries()) {
      if (NAME.matcher(one.name()).matches()) {
        read.add(readOne(one));
      } else {
        one.fault("is no name of a metric; write " + EXPECTED);
      }
    }
    return new MetricsConfig(read);
  }

  private static Mapping readOne(Section section) {
    Measure measure =
        section.choice("measure", Measure.DURATION, "What of a call the metric shows.");
    String asset = section.optionalText("asset", "The asset whose calls count; any without it.");
    String stage = section.optionalText("stage", "The part of a call; the whole without it.");
    String score = section.optionalText("score", "The score that is shown.");
    List<String> labels = section.list("labels", List.of("model_version"), "The labels it has.");
    for (String label : labels) {
      if (!List.of("model_version", "status", "stage", "error_type").contains(label)) {
        section.fault("labels", "knows model_version, status, stage and error_type", label);
      }
    }
    if (measure == Measure.SCORE && score == null) {
      section.fault("needs a score, for its measure is " + lower(measure));
    }
    List<Double> buckets = new ArrayList<>();
    for (String bound : section.list("buckets", List.of(), "Upper bounds of the histogram.")) {
      try {
        double value = Double.parseDouble(bound);
        if (Double.isFinite(value) && (buckets.isEmpty() || value > buckets.getLast())) {
          buckets.add(value);
        } else {
          section.fault("buckets", "must be ascending numbers", bound);
        }
      } catch (NumberFormatException e) {
        section.fault("buckets", "must be ascending numbers", bound);
      }
    }
    return new Mapping(section.name(), measure, asset, stage, score, labels, buckets);
  }

  private static String lower(Measure measure) {
    return measure.name().toLowerCase(Locale.ROOT);
  }
}
