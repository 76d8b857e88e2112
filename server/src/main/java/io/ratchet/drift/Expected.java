// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.model.Feature;
import io.ratchet.model.Signature;
import io.ratchet.stats.drift.CategoryReference;
import io.ratchet.stats.drift.FeatureReference;
import io.ratchet.stats.drift.NumericReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the features of a version should be like: by its signature, else by its reference. */
record Expected(Map<String, One> features) {

  /**
   * One feature.
   *
   * @param words whether its values are words and not numbers
   * @param categories the words it takes; null for any
   */
  record One(
      boolean words,
      boolean whole,
      boolean optional,
      @Nullable Double minimum,
      @Nullable Double maximum,
      @Nullable Set<String> categories) {}

  static final Expected NOTHING = new Expected(Map.of());

  Expected {
    features = Map.copyOf(features);
  }

  static Expected of(@Nullable Signature signature, @Nullable References references) {
    Map<String, One> features = new HashMap<>();
    if (references != null) {
      references
          .features()
          .forEach((series, feature) -> {
            if (series.role() == Series.Role.INPUT) {
              features.put(series.name(), ofReference(feature));
            }
          });
    }
    if (signature != null) {
      for (Feature feature : signature.features()) {
        features.put(feature.name(), ofSignature(feature));
      }
    }
    return new Expected(features);
  }

  private static One ofReference(FeatureReference feature) {
    boolean optional = feature.missing() > 0;
    return switch (feature) {
      case NumericReference _ -> new One(false, false, optional, null, null, null);
      case CategoryReference category -> {
        List<String> names = category.categories();
        boolean all = category.counts()[names.size()] == 0;
        yield new One(true, false, optional, null, null, all ? Set.copyOf(names) : null);
      }
    };
  }

  private static One ofSignature(Feature feature) {
    return switch (feature.type()) {
      case NUMBER, INTEGER ->
          new One(
              false,
              feature.type() == Feature.Type.INTEGER,
              feature.optional(),
              feature.minimum(),
              feature.maximum(),
              null);
      case BOOLEAN ->
          new One(true, false, feature.optional(), null, null, Set.of("true", "false", "0", "1"));
      case CATEGORY ->
          new One(
              true,
              false,
              feature.optional(),
              null,
              null,
              feature.categories().isEmpty() ? null : Set.copyOf(feature.categories()));
    };
  }
}
