// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Failure;
import io.ratchet.model.Feature;
import io.ratchet.model.Signature;
import io.ratchet.registry.Asset;
import io.ratchet.registry.ModelVersion;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides whether every arm takes the features that requests for the control carry: it knows all of
 * them, and requires no others.
 */
final class SignaturePolicy {
  private SignaturePolicy() {}

  static void check(
      Plan plan, Function<Variant, Optional<Asset.Registered<ModelVersion>>> versions) {
    List<String> faults = new ArrayList<>();
    Optional<Signature> control = signature(versions.apply(plan.control()));
    for (Variant variant : plan.variants()) {
      Optional<Signature> found = signature(versions.apply(variant));
      if (found.isEmpty()) {
        faults.add("%s (%s) cannot be read".formatted(variant.version(), variant.name()));
      } else {
        compare(control.orElse(found.get()), found.get())
            .forEach(fault ->
                faults.add("%s (%s) %s".formatted(variant.version(), variant.name(), fault)));
      }
    }
    if (!faults.isEmpty()) {
      throw Failure.conflict(
          "not every arm can predict from the same features: " + String.join("; ", faults),
          "give the versions the same features, or mark the others optional");
    }
  }

  private static Optional<Signature> signature(Optional<Asset.Registered<ModelVersion>> found) {
    return found.map(registered -> registered.version().content().signature());
  }

  private static List<String> compare(Signature control, Signature arm) {
    List<String> faults = new ArrayList<>();
    if (control.features().isEmpty() || arm.features().isEmpty()) {
      return faults;
    }
    for (Feature feature : control.features()) {
      if (arm.feature(feature.name()).isEmpty()) {
        faults.add("does not know " + feature.name());
      }
    }
    for (Feature feature : arm.features()) {
      if (!feature.optional() && control.feature(feature.name()).isEmpty()) {
        faults.add("needs " + feature.name());
      }
    }
    return faults;
  }
}
