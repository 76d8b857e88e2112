// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Project;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of groups and runs as an archive reads and adds them. */
final class ArchiveStore {
  private static final String RUNS =
      """
      SELECT r.number, r.id, g.name AS group_name, g.artifact_location, r.name, r.user_id, r.status,
        r.start_time, r.end_time, r.deleted_at, r.artifact_uri
      FROM run r JOIN run_group g ON g.id = r.group_id
      WHERE g.project = '%s' AND r.id
      """;

  private ArchiveStore() {}

  /** A run without what it logged, and its number. */
  record Numbered(long number, ArchivedRun run) {}

  /** A run that is taken over, and where its rows are. */
  record Taken(ArchivedRun run, RunStore.Place place) {}

  /** A metric of a run. */
  record Curve(String run, String key, long series) {}

  private record Row(Taken of, String key, String value) {}

  static List<ArchivedGroup> groups(Handle handle, Project project) {
    Map<Long, @Nullable Long> deleted = new TreeMap<>();
    List<RunGroup> groups =
        handle
            .createQuery(
                "SELECT "
                    + RunGroupStore.COLUMNS
                    + " FROM run_group WHERE project = :project ORDER BY name")
            .bind("project", project.name())
            .map((row, _) -> {
              deleted.put(row.getLong("id"), time(row, "deleted_at"));
              return RunGroupStore.group(row);
            })
            .list();
    return RunGroupStore.tagged(handle, groups).stream()
        .map(group ->
            new ArchivedGroup(
                Long.toString(group.id()),
                group.name(),
                group.artifactLocation().equals(own(group)) ? null : group.artifactLocation(),
                group.createdAt(),
                group.changedAt(),
                deleted.get(group.id()),
                group.tags()))
        .toList();
  }

  private static String own(RunGroup group) {
    return "mlflow-artifacts:/" + group.id();
  }

  /** Runs by id. A project's name has no quotes: {@link Project} sees to it. */
  static List<Numbered> runs(Handle handle, Project project, String after, int limit) {
    return Rows.select(
        handle,
        RUNS.formatted(project.name()) + " > ? ORDER BY r.id LIMIT ?",
        statement -> {
          statement.setString(1, after);
          statement.setInt(2, limit);
        },
        ArchiveStore::run);
  }

  static List<Numbered> runs(Handle handle, Project project, Collection<String> ids) {
    List<Numbered> found = new ArrayList<>();
    Rows.eachOf(
        handle,
        RUNS.formatted(project.name()) + " IN (%s)",
        ids,
        List.of(),
        row -> found.add(run(row)));
    return found;
  }

  private static Numbered run(ResultSet row) throws SQLException {
    String id = row.getString("id");
    String uri = row.getString("artifact_uri");
    String own = row.getString("artifact_location") + "/" + id + "/artifacts";
    return new Numbered(
        row.getLong("number"),
        new ArchivedRun(
            id,
            row.getString("group_name"),
            row.getString("name"),
            row.getString("user_id"),
            RunStatus.ofCode(row.getInt("status")).name(),
            row.getLong("start_time"),
            time(row, "end_time"),
            time(row, "deleted_at"),
            uri.equals(own) ? null : uri,
            List.of(),
            List.of(),
            Links.NONE));
  }

  private static @Nullable Long time(ResultSet row, String column) throws SQLException {
    long time = row.getLong(column);
    return row.wasNull() ? null : (Long) time;
  }

  /** The metrics of runs. */
  static List<Curve> curves(Handle handle, Collection<String> runs) {
    List<Curve> curves = new ArrayList<>();
    Rows.eachOf(
        handle,
        """
        SELECT r.id, m.key, m.series FROM run r JOIN run_metric m ON m.run = r.number
        WHERE r.id IN (%s) ORDER BY r.id, m.key
        """,
        runs,
        List.of(),
        row -> curves.add(new Curve(row.getString(1), row.getString(2), row.getLong(3))));
    return curves;
  }

  static void addTags(Handle handle, long group, List<Tag> tags) {
    Rows.change(
        handle,
        """
        INSERT INTO run_group_tag (group_id, key, value) VALUES (?, ?, ?)
        ON CONFLICT (group_id, key) DO NOTHING
        """,
        tags,
        (statement, tag) -> {
          statement.setLong(1, group);
          statement.setString(2, tag.key());
          statement.setString(3, tag.value());
        });
  }

  /** Ends a run that goes on here and is over there. */
  static void end(Handle handle, long number, ArchivedRun run) {
    RunStatus status = RunStatus.find(run.status()).orElseThrow();
    if (status == RunStatus.RUNNING || status == RunStatus.SCHEDULED) {
      return;
    }
    handle
        .createUpdate(
            """
            UPDATE run SET status = :status, end_time = :end
            WHERE number = :number AND status IN (1, 2)
            """)
        .bind("status", status.code())
        .bindBySqlType("end", run.endTime(), Types.BIGINT)
        .bind("number", number)
        .execute();
  }

  static void addParams(Handle handle, List<Taken> runs) {
    List<Row> rows = new ArrayList<>();
    runs.forEach(
        one -> one.run().params().forEach(p -> rows.add(new Row(one, p.key(), p.value()))));
    add(handle, "run_param", rows);
  }

  static void addRunTags(Handle handle, List<Taken> runs) {
    List<Row> rows = new ArrayList<>();
    runs.forEach(one -> one.run().tags().forEach(t -> rows.add(new Row(one, t.key(), t.value()))));
    add(handle, "run_tag", rows);
  }

  static void addLinks(Handle handle, List<Taken> runs) {
    for (Taken one : runs) {
      if (one.run().links().count() > 0) {
        LinkStore.add(handle, one.place().number(), one.place().groupId(), one.run().links());
      }
    }
  }

  private static void add(Handle handle, String table, List<Row> rows) {
    Rows.change(
        handle,
        "INSERT INTO "
            + table
            + " (run, key, group_id, value) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (run, key) DO NOTHING",
        rows,
        (statement, row) -> {
          statement.setLong(1, row.of().place().number());
          statement.setString(2, row.key());
          statement.setLong(3, row.of().place().groupId());
          statement.setString(4, row.value());
        });
  }
}
