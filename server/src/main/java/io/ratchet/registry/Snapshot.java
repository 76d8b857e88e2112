// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All prompts at one moment, in memory.
 *
 * @param prompts by name
 * @param unreadable why a version of the database cannot be served, by {@code NAME@VERSION}; where
 *     an earlier snapshot could read it, that content still answers
 */
record Snapshot(Map<String, Prompt> prompts, Map<String, String> unreadable) {
  static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of());

  /** This snapshot with some prompts as the database now holds them. */
  Snapshot with(Map<String, List<AssetVersion>> rows, List<RegistryStore.AliasRow> aliasRows) {
    Map<String, Prompt> changed = new HashMap<>(prompts);
    Map<String, String> faults = new HashMap<>(unreadable);
    rows.forEach((name, versionRows) -> {
      faults.keySet().removeIf(key -> key.startsWith(name + "@"));
      NavigableMap<Semver, Prompt.Registered> versions = new TreeMap<>();
      for (AssetVersion row : versionRows) {
        read(row, faults).ifPresent(v -> versions.put(v.version().version(), v));
      }
      changed.put(name, new Prompt(name, versions, aliases(name, aliasRows)));
    });
    return new Snapshot(Map.copyOf(changed), Map.copyOf(faults));
  }

  private static Map<String, Semver> aliases(String name, List<RegistryStore.AliasRow> rows) {
    Map<String, Semver> aliases = new HashMap<>();
    for (RegistryStore.AliasRow row : rows) {
      if (row.asset().equals(name)) {
        aliases.put(row.alias(), Semver.parse(row.version()));
      }
    }
    return aliases;
  }

  /** The version of a row; its compiled form is taken over from this snapshot where it is there. */
  private Optional<Prompt.Registered> read(AssetVersion row, Map<String, String> faults) {
    PromptVersion known = known(row);
    PromptVersion version;
    try {
      boolean same = known != null && known.sha256().equals(row.sha256());
      version = same && intact(row) ? known : compile(row);
    } catch (RuntimeException e) {
      // A damaged row must not take the others with it; the fault is kept and shown.
      faults.put(row.asset() + "@" + row.version(), String.valueOf(e.getMessage()));
      version = known;
    }
    return Optional.ofNullable(version)
        .map(v -> new Prompt.Registered(v, row.stage(), row.file(), row.usedAt()));
  }

  private @Nullable PromptVersion known(AssetVersion row) {
    return Optional.ofNullable(prompts.get(row.asset()))
        .flatMap(prompt -> Semver.find(row.version()).flatMap(prompt::version))
        .map(Prompt.Registered::version)
        .orElse(null);
  }

  private static boolean intact(AssetVersion row) {
    return Digest.sha256(row.content()).equals(row.sha256());
  }

  private static PromptVersion compile(AssetVersion row) {
    if (!intact(row)) {
      throw new IllegalStateException("its content does not have the SHA-256 " + row.sha256());
    }
    return PromptVersion.of(
        row.asset(),
        Semver.parse(row.version()),
        row.origin(),
        row.form(),
        PromptContent.parse(row.content()),
        row.parent() == null ? null : Semver.parse(row.parent()),
        row.reason(),
        row.createdAt(),
        row.createdBy());
  }
}
