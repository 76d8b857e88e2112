// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows of pipelines and of the files that runs have been started for. */
final class PipelineStore {
  private PipelineStore() {}

  /**
   * A pipeline as it is stored.
   *
   * @param settings as they were sent
   * @param fired the evidence by which each trigger fired last
   * @param position the newest label that a run has been started for
   */
  record Stored(
      String model,
      JsonNode settings,
      Map<TriggerType, String> fired,
      long position,
      Instant createdAt,
      Instant changedAt,
      String changedBy) {}

  static void put(Handle handle, String model, JsonNode settings, Instant now, String actor) {
    handle
        .createUpdate(
            """
            INSERT INTO retraining_pipeline (model, settings, fired, position, created_at,
              created_by, changed_at, changed_by)
            VALUES (:model, :settings, '{}', 0, :now, :actor, :now, :actor)
            ON CONFLICT (model) DO UPDATE SET settings = excluded.settings,
              changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """)
        .bind("model", model)
        .bind("settings", Json.text(settings))
        .bind("now", now.toEpochMilli())
        .bind("actor", actor)
        .execute();
  }

  static boolean delete(Handle handle, String model) {
    handle
        .createUpdate("DELETE FROM retraining_file WHERE model = :model")
        .bind("model", model)
        .execute();
    return handle
            .createUpdate("DELETE FROM retraining_pipeline WHERE model = :model")
            .bind("model", model)
            .execute()
        == 1;
  }

  static Optional<Stored> find(Handle handle, String model) {
    return handle
        .createQuery("SELECT * FROM retraining_pipeline WHERE model = :model")
        .bind("model", model)
        .map((row, _) -> stored(row))
        .findOne();
  }

  /** The pipeline, locked until the transaction ends. */
  static Optional<Stored> lock(Handle handle, String model) {
    return handle
        .createQuery(
            """
            UPDATE retraining_pipeline SET position = position WHERE model = :model RETURNING *
            """)
        .bind("model", model)
        .map((row, _) -> stored(row))
        .findOne();
  }

  static List<Stored> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM retraining_pipeline ORDER BY model")
        .map((row, _) -> stored(row))
        .list();
  }

  /** Notes by what a run was started. */
  static void fired(Handle handle, String model, Map<TriggerType, String> fired, long position) {
    ObjectNode json = Json.object();
    fired.forEach((type, evidence) -> json.put(type.word(), evidence));
    handle
        .createUpdate(
            """
            UPDATE retraining_pipeline SET fired = :fired, position = :position
            WHERE model = :model
            """)
        .bind("model", model)
        .bind("fired", Json.text(json))
        .bind("position", position)
        .execute();
  }

  /** Files that runs have been started for, by path. */
  static Map<String, DataFile> files(Handle handle, String model) {
    Map<String, DataFile> files = new java.util.HashMap<>();
    handle
        .createQuery("SELECT path, size, modified FROM retraining_file WHERE model = :model")
        .bind("model", model)
        .map((row, _) ->
            new DataFile(row.getString("path"), row.getLong("size"), row.getLong("modified")))
        .forEach(file -> files.put(file.path(), file));
    return files;
  }

  static void taken(Handle handle, String model, List<DataFile> files, String run) {
    for (DataFile file : files) {
      handle
          .createUpdate(
              """
              INSERT INTO retraining_file (model, path, size, modified, run)
              VALUES (:model, :path, :size, :modified, :run)
              ON CONFLICT (model, path) DO UPDATE SET size = excluded.size,
                modified = excluded.modified, run = excluded.run
              """)
          .bind("model", model)
          .bind("path", file.path())
          .bind("size", file.size())
          .bind("modified", file.modified())
          .bind("run", run)
          .execute();
    }
  }

  private static Stored stored(ResultSet row) throws SQLException {
    Map<TriggerType, String> fired = new EnumMap<>(TriggerType.class);
    Json.parse(row.getString("fired"))
        .properties()
        .forEach(entry ->
            fired.put(
                TriggerType.valueOf(entry.getKey().toUpperCase(Locale.ROOT)),
                entry.getValue().stringValue()));
    return new Stored(
        row.getString("model"),
        Json.parse(row.getString("settings")),
        fired,
        row.getLong("position"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("changed_at")),
        row.getString("changed_by"));
  }
}
