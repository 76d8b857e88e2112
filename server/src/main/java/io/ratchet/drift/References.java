// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.stats.drift.Bins;
import io.ratchet.stats.drift.CategoryReference;
import io.ratchet.stats.drift.FeatureReference;
import io.ratchet.stats.drift.NumericReference;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a version's calls looked like when all was well, by series; immutable.
 *
 * <p>A trainer makes one of its rows by a {@link Builder} and stores {@link #toBytes} as the
 * artifact that the model's content names as {@code reference}.
 */
public final class References {
  private static final int FORMAT = 1;
  private static final int MOST_SERIES = 20_000;
  private static final int MOST_BYTES = 1 << 20;

  private final long rows;
  private final Map<Series, FeatureReference> features;

  private References(long rows, Map<Series, FeatureReference> features) {
    this.rows = rows;
    this.features = Map.copyOf(features);
  }

  static References of(Baseline baseline) {
    return new References(baseline.rows(), baseline.references(Bins.USUAL_CELLS));
  }

  /** A past window, in the cells in which it was counted; series without a value are left out. */
  static References of(WindowProfile window) {
    Map<Series, FeatureReference> features = new TreeMap<>();
    window
        .profiles()
        .forEach((series, profile) -> {
          switch (profile) {
            case WindowProfile.Numbers(var numbers) ->
                NumericReference.of(numbers)
                    .asOptional()
                    .ifPresent(made -> features.put(series, made));
            case WindowProfile.Words(var words) ->
                features.put(series, CategoryReference.of(words));
          }
        });
    return new References(window.rows(), features);
  }

  /** Gathers rows, of training data for example. */
  public static final class Builder {
    private final Baseline baseline = new Baseline();
    private final int most;

    /**
     * An empty one.
     *
     * @param most series that are kept
     */
    public Builder(int most) {
      this.most = most;
    }

    /**
     * Adds a row.
     *
     * @param features an object of values by name
     * @param prediction what the model answers to it; null where that is not known
     * @param confidence of that answer, where it has one
     */
    public Builder add(
        JsonNode features, @Nullable JsonNode prediction, @Nullable Double confidence) {
      baseline.add(Row.of(features, prediction, confidence), most);
      return this;
    }

    public long rows() {
      return baseline.rows();
    }

    public References build() {
      return of(baseline);
    }
  }

  /** How many rows they were made of. */
  public long rows() {
    return rows;
  }

  /** What each series looked like. */
  public Map<Series, FeatureReference> features() {
    return features;
  }

  /** The same with no more series than that, the first ones by name. */
  References limited(int most) {
    if (features.size() <= most) {
      return this;
    }
    Map<Series, FeatureReference> kept = new TreeMap<>();
    new TreeMap<>(features)
        .entrySet().stream().limit(most).forEach(one -> kept.put(one.getKey(), one.getValue()));
    return new References(rows, kept);
  }

  public byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT).count(rows).count(features.size());
    new TreeMap<>(features)
        .forEach((series, feature) -> out.text(series.key()).nested(feature.toBytes()));
    return out.toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  public static References fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("a drift reference", bytes, FORMAT);
    long rows = in.count();
    Map<Series, FeatureReference> features = new TreeMap<>();
    for (int left = in.count(MOST_SERIES); left > 0; left--) {
      Series series = Series.ofKey(in.text(4 * Series.NAME_LENGTH));
      features.put(series, FeatureReference.fromBytes(in.nested(MOST_BYTES)));
    }
    in.end();
    return new References(rows, features);
  }
}
