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
 * All assets of one kind at one moment, in memory.
 *
 * @param assets by name
 * @param unreadable why a version of the database cannot be served, by {@code NAME@VERSION}; where
 *     an earlier snapshot could read it, that content still answers
 */
record Snapshot<V extends Version>(
    Kind<V> kind, Map<String, Asset<V>> assets, Map<String, String> unreadable) {
  static <V extends Version> Snapshot<V> empty(Kind<V> kind) {
    return new Snapshot<>(kind, Map.of(), Map.of());
  }

  /** This snapshot with some assets as the database now holds them. */
  Snapshot<V> with(Map<String, List<AssetVersion>> rows, List<RegistryStore.AliasRow> aliasRows) {
    Map<String, Asset<V>> changed = new HashMap<>(assets);
    Map<String, String> faults = new HashMap<>(unreadable);
    rows.forEach((name, versionRows) -> {
      faults.keySet().removeIf(key -> key.startsWith(name + "@"));
      NavigableMap<Semver, Asset.Registered<V>> versions = new TreeMap<>();
      for (AssetVersion row : versionRows) {
        read(row, faults).ifPresent(v -> versions.put(v.version().version(), v));
      }
      changed.put(name, new Asset<>(name, versions, aliases(name, aliasRows)));
    });
    return new Snapshot<>(kind, Map.copyOf(changed), Map.copyOf(faults));
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
  private Optional<Asset.Registered<V>> read(AssetVersion row, Map<String, String> faults) {
    V known = known(row);
    V version;
    try {
      boolean same = known != null && known.sha256().equals(row.sha256());
      version = same && intact(row) ? known : compile(row);
    } catch (RuntimeException e) {
      // A damaged row must not take the others with it; the fault is kept and shown.
      faults.put(row.asset() + "@" + row.version(), String.valueOf(e.getMessage()));
      version = known;
    }
    return Optional.ofNullable(version)
        .map(v -> new Asset.Registered<>(v, row.stage(), row.file(), row.usedAt()));
  }

  private @Nullable V known(AssetVersion row) {
    return Optional.ofNullable(assets.get(row.asset()))
        .flatMap(asset -> Semver.find(row.version()).flatMap(asset::version))
        .map(Asset.Registered::version)
        .orElse(null);
  }

  private static boolean intact(AssetVersion row) {
    return Digest.sha256(row.content()).equals(row.sha256());
  }

  private V compile(AssetVersion row) {
    if (!intact(row)) {
      throw new IllegalStateException("its content does not have the SHA-256 " + row.sha256());
    }
    return kind.read(row);
  }
}
