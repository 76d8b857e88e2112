// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Json;
import io.ratchet.registry.Semver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The SQL of routes. */
final class RouteStore {
  private static final String COLUMNS =
      "r.asset, r.revision, r.previous, r.production, r.body, r.changed_at, r.changed_by, r.reason";

  private RouteStore() {}

  /** Makes the first revision; false where the asset has a route already. */
  static boolean create(Handle handle, String kind, Route route) {
    boolean isNew =
        handle
                .createUpdate(
                    """
                    INSERT INTO route_head (kind, asset, revision)
                    VALUES (:kind, :asset, :revision)
                    ON CONFLICT (kind, asset) DO NOTHING
                    """)
                .bind("kind", kind)
                .bind("asset", route.name())
                .bind("revision", route.revision())
                .execute()
            == 1;
    if (isNew) {
      insert(handle, kind, route);
    }
    return isNew;
  }

  /** The present revision, its head locked until the transaction ends. */
  static Optional<Route> lock(Handle handle, String kind, String asset) {
    return handle
        .createQuery(
            """
            UPDATE route_head SET revision = revision WHERE kind = :kind AND asset = :asset
            RETURNING revision
            """)
        .bind("kind", kind)
        .bind("asset", asset)
        .mapTo(Long.class)
        .findFirst()
        .flatMap(revision -> find(handle, kind, asset, revision));
  }

  /** Makes a revision the present one; the head is locked. */
  static void advance(Handle handle, String kind, Route route) {
    insert(handle, kind, route);
    handle
        .createUpdate(
            "UPDATE route_head SET revision = :revision WHERE kind = :kind AND asset = :asset")
        .bind("revision", route.revision())
        .bind("kind", kind)
        .bind("asset", route.name())
        .execute();
  }

  private static void insert(Handle handle, String kind, Route route) {
    Semver production = route.production();
    handle
        .createUpdate(
            """
            INSERT INTO route_revision (kind, asset, revision, previous, production, body,
              changed_at, changed_by, reason)
            VALUES (:kind, :asset, :revision, :previous, :production, :body,
              :changedAt, :changedBy, :reason)
            """)
        .bind("kind", kind)
        .bind("asset", route.name())
        .bind("revision", route.revision())
        .bind("previous", route.previous())
        .bind("production", production == null ? null : production.toString())
        .bind("body", Json.text(RouteJson.body(route)))
        .bind("changedAt", route.changedAt().toEpochMilli())
        .bind("changedBy", route.changedBy())
        .bind("reason", route.reason())
        .execute();
  }

  static Optional<Route> find(Handle handle, String kind, String asset, long revision) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM route_revision r"
                + " WHERE r.kind = :kind AND r.asset = :asset AND r.revision = :revision")
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("revision", revision)
        .map((row, _) -> route(row))
        .findFirst();
  }

  /** The revision that was the present one at a moment. */
  static Optional<Route> at(Handle handle, String kind, String asset, Instant time) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM route_revision r"
                + " WHERE r.kind = :kind AND r.asset = :asset AND r.changed_at <= :time"
                + " ORDER BY r.revision DESC LIMIT 1")
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("time", time.toEpochMilli())
        .map((row, _) -> route(row))
        .findFirst();
  }

  /** The revision up to {@code revision} that put its production version there. */
  static Optional<Route> promotion(Handle handle, String kind, Route route) {
    long before =
        handle
            .createQuery(
                """
                SELECT COALESCE(MAX(revision), 0) FROM route_revision
                WHERE kind = :kind AND asset = :asset AND revision < :revision
                  AND (production IS NULL OR production <> :production)
                """)
            .bind("kind", kind)
            .bind("asset", route.name())
            .bind("revision", route.revision())
            .bind("production", String.valueOf(route.production()))
            .mapTo(Long.class)
            .one();
    return find(handle, kind, route.name(), before + 1);
  }

  /** Some revisions by their numbers, as far as there are any. */
  static Map<Long, Route> revisions(
      Handle handle, String kind, String asset, Collection<Long> numbers) {
    Map<Long, Route> found = new HashMap<>();
    if (!numbers.isEmpty()) {
      handle
          .createQuery(
              "SELECT "
                  + COLUMNS
                  + " FROM route_revision r"
                  + " WHERE r.kind = :kind AND r.asset = :asset AND r.revision IN (<numbers>)")
          .bind("kind", kind)
          .bind("asset", asset)
          .bindList("numbers", List.copyOf(numbers))
          .map((row, _) -> route(row))
          .forEach(route -> found.put(route.revision(), route));
    }
    return found;
  }

  /** The present revision of every asset. */
  static List<Route> present(Handle handle, String kind) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + """
                 FROM route_head h JOIN route_revision r
                  ON r.kind = h.kind AND r.asset = h.asset AND r.revision = h.revision
                WHERE h.kind = :kind
                """)
        .bind("kind", kind)
        .map((row, _) -> route(row))
        .list();
  }

  /** The versions that were in production, of each asset, the latest first. */
  static Map<String, List<Semver>> productions(Handle handle, String kind) {
    Map<String, List<Semver>> productions = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT asset, production, MAX(revision) AS latest FROM route_revision
            WHERE kind = :kind AND production IS NOT NULL
            GROUP BY asset, production ORDER BY latest DESC
            """)
        .bind("kind", kind)
        .map((row, _) -> Map.entry(row.getString("asset"), row.getString("production")))
        .forEach(row ->
            productions
                .computeIfAbsent(row.getKey(), _ -> new ArrayList<>())
                .add(Semver.parse(row.getValue())));
    return productions;
  }

  /** The revisions that a route came from, newest first, at most {@code limit}. */
  static List<Route> past(Handle handle, String kind, Route route, int limit) {
    List<Route> past = new ArrayList<>();
    Long previous = route.previous();
    while (previous != null && past.size() < limit) {
      Optional<Route> found = find(handle, kind, route.name(), previous);
      found.ifPresent(past::add);
      previous = found.map(Route::previous).orElse(null);
    }
    return past;
  }

  /** Revisions before a number, newest first. */
  static List<Route> history(Handle handle, String kind, String asset, long before, int limit) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM route_revision r"
                + " WHERE r.kind = :kind AND r.asset = :asset AND r.revision < :before"
                + " ORDER BY r.revision DESC LIMIT :limit")
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("before", before)
        .bind("limit", limit)
        .map((row, _) -> route(row))
        .list();
  }

  private static Route route(ResultSet row) throws SQLException {
    JsonNode body = Json.parse(row.getString("body"));
    String production = row.getString("production");
    return new Route(
        row.getString("asset"),
        row.getLong("revision"),
        previous(row),
        RouteJson.readOwner(body.required("owner")),
        RouteJson.readArms(body.required("arms")),
        RouteJson.readSegments(body.required("segments")),
        body.required("salt").stringValue(),
        production == null ? null : Semver.parse(production),
        Instant.ofEpochMilli(row.getLong("changed_at")),
        row.getString("changed_by"),
        row.getString("reason"));
  }

  private static @Nullable Long previous(ResultSet row) throws SQLException {
    long previous = row.getLong("previous");
    return row.wasNull() ? null : (Long) previous;
  }
}
