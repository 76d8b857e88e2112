// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.serving;

import io.ratchet.model.ModelContent;
import io.ratchet.registry.Semver;
import io.ratchet.serving.LiveModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The only model there is, in its only version. */
final class OneModel implements LiveModels {
  static final String NAME = "forest";
  private static final Semver VERSION = Semver.parse("v1.0.0");

  private final Resolved version;

  OneModel(ModelContent content) {
    version = new Resolved(NAME, VERSION, content, content.sha256(), null, null, false, "only");
  }

  @Override
  public Resolved resolve(
      String model,
      @Nullable String selector,
      String unit,
      Map<String, ? extends @Nullable Object> attributes) {
    return version;
  }

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public List<Semver> versions(String model) {
    return List.of(VERSION);
  }

  @Override
  public Optional<Resolved> version(String model, Semver wanted) {
    return Optional.of(version);
  }

  @Override
  public Optional<Semver> lastGood(String model, Semver notThisOne) {
    return Optional.empty();
  }

  @Override
  public boolean isLive(String model, Semver wanted) {
    return true;
  }

  @Override
  public boolean isOwnedBy(String model, String experiment) {
    return false;
  }
}
