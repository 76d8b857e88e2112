// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.model.ModelContent;
import io.ratchet.registry.Semver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registered models and what is live of them, read from memory. */
public interface LiveModels {
  /**
   * A version, and how it was found.
   *
   * @param sha256 identity of the content
   * @param experiment id of the experiment that decided; null where none did
   * @param variant arm of that experiment
   * @param fellBack whether another version was meant, which could not be read
   */
  record Resolved(
      String model,
      Semver version,
      ModelContent content,
      String sha256,
      @Nullable String experiment,
      @Nullable String variant,
      boolean fellBack,
      String reason) {}

  /**
   * The version that serves a unit.
   *
   * @param selector version or alias; null leaves it to the route
   * @throws io.ratchet.base.Failure MISSING where there is no such model or version
   */
  Resolved resolve(
      String model,
      @Nullable String selector,
      String unit,
      Map<String, ? extends @Nullable Object> attributes);

  List<String> names();

  /** From the lowest to the highest. */
  List<Semver> versions(String model);

  /** A version as such: without experiment and variant. */
  Optional<Resolved> version(String model, Semver version);

  /** The version that answers where this one cannot: the one that was in production before. */
  Optional<Semver> lastGood(String model, Semver notThisOne);

  /** Whether the route of the model names that version. */
  boolean isLive(String model, Semver version);

  /** Whether the route of the model belongs to an experiment of that id or name. */
  boolean isOwnedBy(String model, String experiment);
}
