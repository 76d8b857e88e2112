// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Project;
import io.ratchet.catalog.Listing.Numbered;
import io.ratchet.registry.Assets;
import io.ratchet.registry.Semver;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Gives versions their whole numbers, each once and for ever. */
final class Numbering {
  private Numbering() {}

  /** {@code number.0.0}, or the next major version where that would not be the highest. */
  static Semver next(Set<Semver> present, long number) {
    BigInteger major =
        present.stream()
            .map(version -> version.major().add(BigInteger.ONE))
            .reduce(BigInteger.valueOf(number), BigInteger::max);
    return new Semver(major, BigInteger.ZERO, BigInteger.ZERO, List.of(), List.of());
  }

  /** Gives every version of an asset its number; locks the asset's row. */
  static int number(Handle handle, Assets<?> assets, String name, Instant now) {
    String kind = assets.kind();
    Set<Semver> versions = new TreeSet<>(assets.stages(handle, name).keySet());
    Set<Semver> known = new HashSet<>(CatalogStore.numbered(handle, kind, name));
    boolean isNew = !known.containsAll(versions);
    if (isNew
        && !CatalogStore.insert(handle, kind, name, Project.DEFAULT, "", Map.of(), now, now)) {
      var _ = CatalogStore.revive(handle, kind, name, "", Map.of(), now);
    }
    if (!CatalogStore.lock(handle, kind, name)) {
      return known.size();
    }
    known = new HashSet<>(CatalogStore.numbered(handle, kind, name)); // now that nobody else adds
    for (Semver version : versions) {
      if (known.add(version)) {
        Instant created =
            assets.version(name, version).map(v -> v.version().createdAt()).orElse(now);
        long number = CatalogStore.next(handle, kind, name);
        CatalogStore.insert(
            handle,
            kind,
            name,
            new Numbered(version, number, "", Map.of(), "", "", "", created, created));
      }
    }
    return known.size();
  }
}
