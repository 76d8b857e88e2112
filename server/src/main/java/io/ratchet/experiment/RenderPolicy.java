// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Failure;
import io.ratchet.registry.Asset;
import io.ratchet.registry.PromptVersion;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Decides whether every arm can answer what the control answers: with the variables that requests
 * for the control carry. Variables that an arm does not use do no harm.
 */
final class RenderPolicy {
  private RenderPolicy() {}

  static void check(
      Plan plan, Function<Variant, Optional<Asset.Registered<PromptVersion>>> versions) {
    List<String> faults = new ArrayList<>();
    Optional<Asset.Registered<PromptVersion>> control = versions.apply(plan.control());
    Set<String> given = control.map(found -> found.version().variables()).orElse(Set.of());
    for (Variant variant : plan.variants()) {
      Optional<Asset.Registered<PromptVersion>> found = versions.apply(variant);
      if (found.isEmpty()) {
        faults.add("%s (%s) cannot be read".formatted(variant.version(), variant.name()));
        continue;
      }
      Set<String> missing = new TreeSet<>(found.get().version().variables());
      missing.removeAll(given);
      if (!missing.isEmpty()) {
        faults.add(
            "%s (%s) needs %s, which the control %s does not"
                .formatted(
                    variant.version(),
                    variant.name(),
                    String.join(", ", missing),
                    plan.control().version()));
      }
    }
    if (!faults.isEmpty()) {
      throw Failure.conflict(
          "not every arm can be rendered with the same variables: " + String.join("; ", faults),
          "give the versions the same variables, or swap control and treatment");
    }
  }
}
