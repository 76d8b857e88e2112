// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Json;
import io.ratchet.journal.Journal;
import io.ratchet.registry.RegistrationPolicy.Decision;
import io.ratchet.registry.RegistrationPolicy.Present;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One transaction's worth of new versions: decided, written and journaled in the order of semver.
 */
final class Registrations {
  /** What became of a version. */
  record Result(NewVersion version, Decision decision) {}

  private final Kind<?> kind;
  private final Handle handle;
  private final Journal journal;
  private final Limits limits;
  private final BiPredicate<String, Semver> usedInMemory;
  private final Instant time;
  private final String actor;
  private final int assetsBefore;
  private final Map<String, NavigableMap<Semver, Present>> present = new HashMap<>();
  private final List<Written> written = new ArrayList<>();
  private final Map<String, Boolean> isFirst = new TreeMap<>();

  /** A row that was written and is still to be journaled. */
  private record Written(NewVersion version, @Nullable Semver parent, @Nullable String replaces) {}

  /**
   * A transaction's registrations.
   *
   * @param assetsBefore how many assets of the kind there are
   */
  Registrations(
      Kind<?> kind,
      Handle handle,
      Journal journal,
      Limits limits,
      BiPredicate<String, Semver> usedInMemory,
      int assetsBefore,
      Instant time,
      String actor) {
    this.assetsBefore = assetsBefore;
    this.kind = kind;
    this.handle = handle;
    this.journal = journal;
    this.limits = limits;
    this.usedInMemory = usedInMemory;
    this.time = time;
    this.actor = actor;
  }

  /**
   * Registers what may be; each result says what was done or why not. All rows are written before
   * the journal is locked: whoever else changes versions takes the locks in the same order.
   */
  List<Result> apply(List<NewVersion> versions, FirstLoad firstLoad) {
    List<Result> results = new ArrayList<>();
    versions.stream()
        .sorted(Comparator.comparing(NewVersion::name).thenComparing(NewVersion::version))
        .forEach(version -> results.add(new Result(version, apply(version))));
    written.stream()
        .filter(entry -> entry.replaces() == null)
        .map(entry -> entry.version().name())
        .distinct()
        .forEach(this::begin);
    written.forEach(this::journal);
    isFirst.forEach((name, first) -> {
      NavigableMap<Semver, Present> loaded = present(name);
      if (first && !loaded.isEmpty()) {
        firstLoad.loaded(handle, name, loaded.keySet(), actor);
      }
    });
    return results;
  }

  private void begin(String name) {
    boolean first = isFirst.getOrDefault(name, false);
    Beginning.note(journal, handle, kind.label(), name, first, actor);
  }

  private Decision apply(NewVersion version) {
    NavigableMap<Semver, Present> others = present(version.name());
    long firsts = isFirst.values().stream().filter(first -> first).count();
    if (others.isEmpty() && assetsBefore + firsts > limits.assets()) {
      return new Decision.Refuse(
          ErrorCode.EXHAUSTED,
          "there are " + limits.assets() + " " + kind.plural() + ", the most there may be",
          "register under the name of a present one");
    }
    Decision decision = RegistrationPolicy.decide(version, others, limits, kind);
    return switch (decision) {
      case Decision.Add add -> add(version, add, others);
      case Decision.Replace replace -> replace(version, replace, others);
      case Decision.Keep keep -> keep;
      case Decision.Refuse refuse -> refuse;
    };
  }

  private Decision add(NewVersion version, Decision.Add add, NavigableMap<Semver, Present> others) {
    if (!RegistryStore.insert(handle, row(version, add.parent()))) {
      reread(version.name()); // another process was faster
      return apply(version);
    }
    others.put(version.version(), now(version));
    written.add(new Written(version, add.parent(), null));
    return add;
  }

  private Decision replace(
      NewVersion version, Decision.Replace replace, NavigableMap<Semver, Present> others) {
    Present before = others.put(version.version(), now(version));
    Semver parent =
        version.parent() == null ? others.lowerKey(version.version()) : version.parent();
    if (!RegistryStore.replace(handle, row(version, parent))) {
      reread(version.name()); // it was used meanwhile
      return apply(version);
    }
    written.add(new Written(version, parent, before == null ? null : before.sha256()));
    return replace;
  }

  private void journal(Written entry) {
    NewVersion version = entry.version();
    Semver parent = entry.parent();
    ObjectNode detail =
        Json.object()
            .put("version", version.version().toString())
            .put("sha256", version.content().sha256())
            .put("origin", version.origin().label())
            .put("file", version.file())
            .put("parent", parent == null ? null : parent.toString())
            .put("reason", version.reason());
    if (entry.replaces() != null) {
      detail.put("replaces", entry.replaces());
    }
    journal.append(handle, "version.registered", kind.label(), version.name(), actor, detail);
  }

  private AssetVersion row(NewVersion version, @Nullable Semver parent) {
    return new AssetVersion(
        kind.label(),
        version.name(),
        version.version().toString(),
        version.content().sha256(),
        Json.text(version.content().json()),
        version.form(),
        version.origin(),
        version.file(),
        Stage.DEV,
        parent == null ? null : parent.toString(),
        version.reason(),
        time,
        actor,
        null);
  }

  private static Present now(NewVersion version) {
    return new Present(
        version.content().sha256(), version.origin(), false, Optional.of(version.content().json()));
  }

  private NavigableMap<Semver, Present> present(String name) {
    NavigableMap<Semver, Present> known = present.get(name);
    return known == null ? reread(name) : known;
  }

  private NavigableMap<Semver, Present> reread(String name) {
    NavigableMap<Semver, Present> versions = new TreeMap<>();
    for (AssetVersion row : RegistryStore.versions(handle, kind.label(), name)) {
      Semver version = Semver.parse(row.version());
      boolean used = row.usedAt() != null || usedInMemory.test(name, version);
      versions.put(version, new Present(row.sha256(), row.origin(), used, content(row)));
    }
    present.put(name, versions);
    isFirst.putIfAbsent(name, versions.isEmpty());
    return versions;
  }

  /** The content of a row; a damaged one has none to compare with. */
  private static Optional<ObjectNode> content(AssetVersion row) {
    try {
      return Optional.of((ObjectNode) Json.parse(row.content()));
    } catch (RuntimeException damaged) {
      return Optional.empty();
    }
  }
}
