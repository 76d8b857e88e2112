// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Project;
import io.ratchet.registry.Semver;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * An asset as MLflow's registry lists it.
 *
 * @param kind prompt or model
 * @param project that has the name; those of others do not see it
 * @param tags as they were set; what follows from the kind is not among them
 * @param versions by number, deleted ones left out
 */
record Listing(
    String kind,
    String name,
    Project project,
    String description,
    Map<String, String> tags,
    Instant createdAt,
    Instant updatedAt,
    NavigableMap<Long, Numbered> versions) {

  /**
   * A version and its number.
   *
   * @param source where its files are, as its author said; empty where nobody did
   * @param run id of the run that made it, or empty
   * @param runLink where that run can be seen, or empty
   */
  record Numbered(
      Semver version,
      long number,
      String description,
      Map<String, String> tags,
      String source,
      String run,
      String runLink,
      Instant createdAt,
      Instant updatedAt) {
    Numbered {
      tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    Numbered withTags(Map<String, String> changed) {
      return new Numbered(
          version, number, description, changed, source, run, runLink, createdAt, updatedAt);
    }

    Numbered as(Semver registered) {
      return new Numbered(
          registered, number, description, tags, source, run, runLink, createdAt, updatedAt);
    }

    Numbered changedAt(Instant time) {
      return new Numbered(
          version, number, description, tags, source, run, runLink, createdAt, time);
    }

    Numbered withDescription(String changed) {
      return new Numbered(
          version, number, changed, tags, source, run, runLink, createdAt, updatedAt);
    }
  }

  Listing {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    versions = Collections.unmodifiableNavigableMap(new TreeMap<>(versions));
  }

  /** The same with those of its versions. */
  Listing only(Predicate<Numbered> wanted) {
    NavigableMap<Long, Numbered> some = new TreeMap<>(versions);
    some.values().removeIf(wanted.negate());
    return new Listing(kind, name, project, description, tags, createdAt, updatedAt, some);
  }

  Optional<Numbered> number(Semver version) {
    return versions.values().stream().filter(one -> one.version().equals(version)).findFirst();
  }

  /** A move of a version to a stage counts as a change of it. */
  Instant lastChange() {
    return versions.values().stream()
        .map(Numbered::updatedAt)
        .max(Instant::compareTo)
        .filter(updatedAt::isBefore)
        .orElse(updatedAt);
  }
}
