// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Failure;
import io.ratchet.catalog.ArchivedAsset;
import io.ratchet.catalog.ArchivedVersion;
import io.ratchet.storage.ForeignDatabase;
import io.ratchet.tracking.ArchivedGroup;
import io.ratchet.tracking.ArchivedRun;
import io.ratchet.tracking.Links;
import io.ratchet.tracking.Metric;
import io.ratchet.tracking.Param;
import io.ratchet.tracking.RunArchive;
import io.ratchet.tracking.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A database that MLflow keeps, of any release since its first: what a table or a column that came
 * later would hold is taken as not there.
 */
final class SqlSource implements Source {
  private static final int RUNS = 100;
  private static final int ASSETS = 200;
  private static final int VERSIONS = 200;

  /** What MLflow calls the stage of a version that was deleted. */
  private static final String DELETED = "Deleted_Internal";

  private static final String IS_PROMPT = "mlflow.prompt.is_prompt";

  private final ForeignDatabase database;

  /** Takes the database over, and closes it. */
  SqlSource(ForeignDatabase database) {
    this.database = database;
    if (!database.hasTable("experiments") || !database.hasTable("runs")) {
      database.close();
      throw Failure.invalid(
          "the database is none of MLflow's: it has no tables experiments and runs",
          "name the one that mlflow server was started with");
    }
  }

  /** A column, or what stands for it where the release had none. */
  private String column(String table, String column, String absent) {
    return (database.hasColumn(table, column) ? table + "." + column : absent) + " AS " + column;
  }

  static String text(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNullElse(row.getString(column), "");
  }

  static @Nullable Long time(ResultSet row, String column) throws SQLException {
    long time = row.getLong(column);
    return row.wasNull() ? null : (Long) time;
  }

  private static boolean isDeleted(ResultSet row) throws SQLException {
    return text(row, "lifecycle_stage").equals("deleted");
  }

  static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }

  @Override
  public List<ArchivedGroup> groups() {
    Map<String, List<Tag>> tags = new HashMap<>();
    if (database.hasTable("experiment_tags")) {
      database.each(
          "SELECT experiment_id, key, value FROM experiment_tags",
          List.of(),
          row ->
              tags.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                  .add(new Tag(text(row, "key"), text(row, "value"))));
    }
    return database.select(
        "SELECT experiment_id, name, artifact_location, lifecycle_stage, "
            + column("experiments", "creation_time", "0")
            + ", "
            + column("experiments", "last_update_time", "0")
            + " FROM experiments ORDER BY experiment_id",
        List.of(),
        row -> {
          String id = row.getString("experiment_id");
          long changed = row.getLong("last_update_time");
          return new ArchivedGroup(
              id,
              text(row, "name"),
              text(row, "artifact_location"),
              row.getLong("creation_time"),
              changed,
              isDeleted(row) ? (Long) changed : null,
              tags.getOrDefault(id, List.of()));
        });
  }

  @Override
  public RunPage runs(String after) {
    List<ArchivedRun> bare =
        database.select(
            "SELECT runs.run_uuid, runs.name AS run_name, user_id, status, start_time, end_time,"
                + " runs.lifecycle_stage AS lifecycle_stage, artifact_uri,"
                + " experiments.name AS group_name, "
                + column("runs", "deleted_time", "NULL")
                + " FROM runs LEFT JOIN experiments"
                + " ON experiments.experiment_id = runs.experiment_id"
                + " WHERE run_uuid > ? ORDER BY run_uuid LIMIT "
                + RUNS,
            List.of(after),
            SqlSource::run);
    if (bare.isEmpty()) {
      return RunPage.none(after);
    }
    List<String> ids = bare.stream().map(ArchivedRun::id).toList();
    Map<String, List<Tag>> tags = texts("tags", ids, Tag::new);
    Map<String, List<Param>> params = texts("params", ids, Param::new);
    Map<String, Links> links = new SqlLinks(database).of(ids);
    List<ArchivedRun> runs =
        bare.stream()
            .map(run ->
                Completed.of(
                    run,
                    params.getOrDefault(run.id(), List.of()),
                    tags.getOrDefault(run.id(), List.of()),
                    links.getOrDefault(run.id(), Links.NONE)))
            .toList();
    return new SqlPage(runs, ids);
  }

  private static ArchivedRun run(ResultSet row) throws SQLException {
    Long start = time(row, "start_time");
    Long end = time(row, "end_time");
    Long deleted = time(row, "deleted_time");
    if (deleted == null) {
      deleted = end == null ? start == null ? (Long) 0L : start : end;
    }
    return new ArchivedRun(
        text(row, "run_uuid"),
        text(row, "group_name"),
        text(row, "run_name"),
        text(row, "user_id"),
        text(row, "status"),
        start,
        end,
        isDeleted(row) ? deleted : null,
        text(row, "artifact_uri"),
        List.of(),
        List.of(),
        Links.NONE);
  }

  private interface Pair<T> {
    T of(String key, String value);
  }

  private <T> Map<String, List<T>> texts(String table, List<String> runs, Pair<T> pair) {
    Map<String, List<T>> found = new HashMap<>();
    database.each(
        "SELECT run_uuid, key, value FROM %s WHERE run_uuid IN (%s)"
            .formatted(table, marks(runs.size())),
        runs,
        row ->
            found
                .computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                .add(pair.of(text(row, "key"), text(row, "value"))));
    return found;
  }

  /** Runs whose points come from the table as they are taken. */
  private final class SqlPage implements RunPage {
    private final List<ArchivedRun> runs;
    private final List<String> ids;

    SqlPage(List<ArchivedRun> runs, List<String> ids) {
      this.runs = runs;
      this.ids = ids;
    }

    @Override
    public List<ArchivedRun> runs() {
      return runs;
    }

    @Override
    public String position() {
      return ids.getLast();
    }

    @Override
    public void points(RunArchive.PointTaker taker) {
      database.each(
          "SELECT run_uuid, key, value, timestamp, "
              + column("metrics", "step", "0")
              + ", "
              + column("metrics", "is_nan", "NULL")
              + " FROM metrics WHERE run_uuid IN ("
              + marks(ids.size())
              + ")",
          ids,
          row -> {
            double value = row.getBoolean(6) ? Double.NaN : row.getDouble(3);
            taker.take(
                row.getString(1),
                Metric.of(text(row, "key"), value, row.getLong(4), row.getLong(5)));
          });
    }
  }

  @Override
  public LinePage lines(Kind kind, String after) {
    return new SqlLines(database, groups()).page(kind, after);
  }

  @Override
  public List<ArchivedAsset> assets(String after) {
    if (!database.hasTable("registered_models")) {
      return List.of();
    }
    return database.select(
        "SELECT name, creation_time, last_updated_time, description FROM registered_models"
            + " WHERE name > ? ORDER BY name LIMIT "
            + ASSETS,
        List.of(after),
        row -> asset(row));
  }

  private ArchivedAsset asset(ResultSet row) throws SQLException {
    String name = text(row, "name");
    Map<String, String> tags = tags("registered_model_tags", "name = ?", List.of(name));
    Map<String, Long> aliases = new TreeMap<>();
    if (database.hasTable("registered_model_aliases")) {
      database.each(
          "SELECT alias, version FROM registered_model_aliases WHERE name = ?",
          List.of(name),
          alias -> aliases.put(text(alias, "alias"), alias.getLong("version")));
    }
    long[] last = {0};
    database.each(
        "SELECT MAX(version) FROM model_versions WHERE name = ?",
        List.of(name),
        version -> last[0] = version.getLong(1));
    Long changed = time(row, "last_updated_time");
    long created = row.getLong("creation_time");
    return new ArchivedAsset(
        name,
        "true".equals(tags.get(IS_PROMPT)),
        text(row, "description"),
        created,
        changed == null ? created : changed,
        tags,
        aliases,
        last[0]);
  }

  private Map<String, String> tags(String table, String where, List<?> values) {
    Map<String, String> tags = new TreeMap<>();
    if (database.hasTable(table)) {
      database.each(
          "SELECT key, value FROM " + table + " WHERE " + where,
          values,
          row -> tags.put(text(row, "key"), text(row, "value")));
    }
    return tags;
  }

  @Override
  public List<ArchivedVersion> versions(ArchivedAsset asset, long after) {
    List<ArchivedVersion> bare =
        database.select(
            "SELECT version, creation_time, last_updated_time, description, current_stage, source,"
                + " run_id, "
                + column("model_versions", "run_link", "NULL")
                + " FROM model_versions WHERE name = ? AND version > ? AND COALESCE(current_stage, 'None') <> ?"
                + " ORDER BY version LIMIT "
                + VERSIONS,
            List.of(asset.name(), after, DELETED),
            SqlSource::version);
    return bare.stream()
        .map(version ->
            Completed.of(
                version,
                tags(
                    "model_version_tags",
                    "name = ? AND version = ?",
                    List.of(asset.name(), version.number()))))
        .toList();
  }

  private static ArchivedVersion version(ResultSet row) throws SQLException {
    Long changed = time(row, "last_updated_time");
    long created = row.getLong("creation_time");
    return new ArchivedVersion(
        row.getLong("version"),
        text(row, "description"),
        created,
        changed == null ? created : changed,
        text(row, "current_stage"),
        text(row, "source"),
        text(row, "run_id"),
        text(row, "run_link"),
        Map.of());
  }

  @Override
  public void close() {
    database.close();
  }
}
