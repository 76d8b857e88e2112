// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.model.Feature;
import io.ratchet.model.Signature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a new version take features as the champion does: a trainer sees numbers where the champion
 * knows that they are whole, true or false, or optional.
 */
final class Adoption {
  private Adoption() {}

  static Signature of(@Nullable Signature champion, Signature trained) {
    if (champion == null) {
      return trained;
    }
    List<Feature> features =
        trained.features().stream()
            .map(feature ->
                champion
                    .feature(feature.name())
                    .map(known -> adopted(known, feature))
                    .orElse(feature))
            .toList();
    return new Signature(features, trained.task(), trained.classes());
  }

  private static Feature adopted(Feature known, Feature trained) {
    boolean numbers =
        known.type() != Feature.Type.CATEGORY && trained.type() != Feature.Type.CATEGORY;
    return new Feature(
        trained.name(),
        numbers ? known.type() : trained.type(),
        known.optional() || trained.optional(),
        numbers ? known.minimum() : trained.minimum(),
        numbers ? known.maximum() : trained.maximum(),
        trained.categories());
  }
}
