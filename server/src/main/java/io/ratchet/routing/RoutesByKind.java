// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.registry.ModelVersion;
import io.ratchet.registry.Models;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import java.util.Optional;

/** What is live of every kind of asset, for features that treat all kinds alike. */
public record RoutesByKind(Routes<PromptVersion> prompts, Routes<ModelVersion> models) {

  /** The routes of a kind: prompt or model. */
  public Routes<?> of(String kind) {
    return switch (kind) {
      case Prompts.KIND -> prompts;
      case Models.KIND -> models;
      default -> throw new IllegalArgumentException("no kind of asset: " + kind);
    };
  }

  /** The kind of the asset of that name: a prompt where both kinds have one. */
  public Optional<String> kindOf(String asset) {
    if (prompts.assets().find(asset).isPresent()) {
      return Optional.of(Prompts.KIND);
    }
    return models.assets().find(asset).isPresent() ? Optional.of(Models.KIND) : Optional.empty();
  }

  /** The version that requests without a version mean. */
  public Optional<Semver> defaultVersion(String kind, String asset) {
    return of(kind).defaultVersion(asset);
  }

  /** Whether a version of a kind is registered and can be read. */
  public boolean exists(String kind, String asset, Semver version) {
    return of(kind).assets().version(asset, version).isPresent();
  }
}
