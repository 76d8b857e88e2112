// SPDX-License-Identifier: Apache-2.0
package io.ratchet.history;

import io.ratchet.journal.Entry;
import io.ratchet.registry.Asset;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import io.ratchet.routing.Route;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads entries of the journal as changes. Pure. */
final class ChangePolicy {
  static final Set<String> ALIASES = Set.of("alias.set", "alias.removed");
  static final Set<String> STAGES = Set.of("version.registered", "version.staged");
  static final Set<String> ROUTES = Set.of("route.changed", "route.rolled_back");

  /** What belongs to the past of an asset, as the journal calls it. */
  static final List<String> TYPES =
      Stream.of(
              ALIASES.stream(),
              STAGES.stream(),
              ROUTES.stream(),
              Stream.of(
                  "asset.created",
                  "asset.deleted",
                  "asset.renamed",
                  "version.deleted",
                  "route.fell_back",
                  "protection.changed",
                  "approval.requested",
                  "approval.approved",
                  "approval.rejected",
                  "approval.withdrawn"))
          .flatMap(types -> types)
          .sorted()
          .toList();

  private ChangePolicy() {}

  /** Whether an entry says what the route is since then. */
  static boolean isRoute(Entry entry) {
    return ROUTES.contains(entry.type());
  }

  /**
   * What an entry says.
   *
   * @param before the revision of the route that one of a route follows, null where there is none
   */
  static Change read(Entry entry, @Nullable Route before) {
    ObjectNode detail = entry.detail();
    String version = Change.text(detail, "version");
    return switch (entry.type()) {
      case "alias.set" ->
          moved(entry, Change.text(detail, "alias"), Change.text(detail, "previous"), version);
      case "alias.removed" -> moved(entry, Change.text(detail, "alias"), version, null);
      case "version.registered" -> staged(entry, version, null, Stage.DEV.label());
      case "version.staged" ->
          staged(entry, version, Change.text(detail, "from"), Change.text(detail, "to"));
      case "route.changed", "route.rolled_back" -> routed(entry, before);
      case "route.fell_back" -> staged(entry, Change.text(detail, "answering"), null, null);
      case String _ -> staged(entry, version, null, null);
    };
  }

  /** A move of the production version is one of the champion, else it is one of the default. */
  private static Change routed(Entry entry, @Nullable Route before) {
    String from = before == null ? null : text(before.production());
    String to = Change.text(entry.detail(), "production_version");
    if (!Objects.equals(from, to)) {
      return moved(entry, Asset.CHAMPION, from, to);
    }
    String served = before == null ? null : before.defaultVersion().toString();
    return moved(entry, null, served, Change.text(entry.detail(), "default_version"));
  }

  private static @Nullable String text(@Nullable Semver version) {
    return version == null ? null : version.toString();
  }

  private static Change moved(
      Entry entry, @Nullable String alias, @Nullable String from, @Nullable String to) {
    return new Change(entry, alias, null, from, to, null, null);
  }

  private static Change staged(
      Entry entry, @Nullable String version, @Nullable String from, @Nullable String to) {
    return new Change(entry, null, version, null, null, from, to);
  }
}
