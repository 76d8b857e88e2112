// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An asset as it stands in a snapshot: its readable versions in their order, and its aliases.
 *
 * @param aliases free names of versions; champion is not among them, it is a view of the route
 */
public record Asset<V extends Version>(
    String name, NavigableMap<Semver, Registered<V>> versions, Map<String, Semver> aliases) {

  /** The alias of the production version: a view of the route, which cannot be set. */
  public static final String CHAMPION = "champion";

  /** The alias of the highest release, which cannot be set. */
  public static final String LATEST = "latest";

  /**
   * A version and what may still change about it.
   *
   * @param file path of the file it came from; null where it came by HTTP
   * @param usedAt when it was first used, as far as the database knows; null for never
   */
  public record Registered<V extends Version>(
      V version, Stage stage, @Nullable String file, @Nullable Instant usedAt) {}

  public Asset {
    versions = Collections.unmodifiableNavigableMap(new TreeMap<>(versions));
    aliases = Map.copyOf(aliases);
  }

  public Optional<Registered<V>> version(Semver version) {
    return Optional.ofNullable(versions.get(version));
  }

  /** The highest version of a stage. */
  public Optional<Registered<V>> highest(Stage stage) {
    return versions.descendingMap().values().stream().filter(v -> v.stage() == stage).findFirst();
  }

  /** The highest release; the highest pre-release where there is no release. */
  public Optional<Registered<V>> highest() {
    return highestOf(versions.keySet()).flatMap(this::version);
  }

  /** The highest release of some versions; the highest pre-release where there is no release. */
  public static Optional<Semver> highestOf(Collection<Semver> versions) {
    return versions.stream()
        .filter(Semver::isRelease)
        .max(Semver::compareTo)
        .or(() -> versions.stream().max(Semver::compareTo));
  }
}
