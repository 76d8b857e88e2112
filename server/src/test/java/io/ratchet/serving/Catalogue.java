// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Digest;
import io.ratchet.base.Failure;
import io.ratchet.model.ModelContent;
import io.ratchet.registry.Semver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Models in memory; the highest version is live, unless a test splits the traffic. */
final class Catalogue implements LiveModels {
  private final Map<String, TreeMap<Semver, ModelContent>> models = new ConcurrentHashMap<>();

  /** Versions between which units are split by their last character, even and odd. */
  private final Map<String, List<Semver>> splits = new ConcurrentHashMap<>();

  final List<Map<String, ? extends @Nullable Object>> seen = new CopyOnWriteArrayList<>();

  void add(String model, String version, ModelContent content) {
    models.computeIfAbsent(model, _ -> new TreeMap<>()).put(Semver.parse(version), content);
  }

  /** An experiment named {@code trial} between two versions. */
  void split(String model, String control, String treatment) {
    splits.put(model, List.of(Semver.parse(control), Semver.parse(treatment)));
  }

  @Override
  public Resolved resolve(
      String model,
      @Nullable String selector,
      String unit,
      Map<String, ? extends @Nullable Object> attributes) {
    seen.add(attributes);
    NavigableMap<Semver, ModelContent> versions = versionsOf(model);
    if (selector != null) {
      return version(model, Semver.parse(selector))
          .orElseThrow(() -> Failure.missing("there is no version " + selector, "see the list"));
    }
    List<Semver> arms = splits.get(model);
    if (arms == null) {
      return version(model, versions.lastKey()).orElseThrow();
    }
    int arm = unit.charAt(unit.length() - 1) % 2;
    Resolved chosen = version(model, arms.get(arm)).orElseThrow();
    return new Resolved(
        model,
        chosen.version(),
        chosen.content(),
        chosen.sha256(),
        "trial-id",
        arm == 0 ? "control" : "treatment",
        false,
        "split");
  }

  private NavigableMap<Semver, ModelContent> versionsOf(String model) {
    NavigableMap<Semver, ModelContent> versions = models.get(model);
    if (versions == null) {
      throw Failure.missing("there is no model " + model, "see the list");
    }
    return versions;
  }

  @Override
  public List<String> names() {
    return models.keySet().stream().sorted().toList();
  }

  @Override
  public List<Semver> versions(String model) {
    return new ArrayList<>(versionsOf(model).keySet());
  }

  @Override
  public Optional<Resolved> version(String model, Semver version) {
    ModelContent content = versionsOf(model).get(version);
    return Optional.ofNullable(content)
        .map(c ->
            new Resolved(
                model, version, c, Digest.sha256(model + version), null, null, false, "test"));
  }

  @Override
  public Optional<Semver> lastGood(String model, Semver notThisOne) {
    return Optional.ofNullable(versionsOf(model).lowerKey(notThisOne));
  }

  @Override
  public boolean isLive(String model, Semver version) {
    List<Semver> arms = splits.get(model);
    return arms == null ? versionsOf(model).lastKey().equals(version) : arms.contains(version);
  }

  @Override
  public boolean isOwnedBy(String model, String experiment) {
    return splits.containsKey(model) && List.of("trial", "trial-id").contains(experiment);
  }
}
