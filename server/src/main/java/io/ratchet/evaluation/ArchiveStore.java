// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows of datasets, records and scorers as an archive reads and adds them. */
final class ArchiveStore {
  private static final String RECORDS =
      """
      SELECT r.* FROM evaluation_record r JOIN evaluation_dataset d ON d.id = r.dataset
      WHERE d.project = :project
      """;
  private static final String SCORERS =
      """
      SELECT s.id, s.run_group, s.name, v.version, v.content, v.created_at
      FROM scorer s JOIN scorer_version v ON v.scorer = s.id WHERE s.project = :project
      """;

  private ArchiveStore() {}

  /** Those of these ids that a table has. */
  static Set<String> known(Handle handle, String table, Collection<String> ids) {
    if (ids.isEmpty()) {
      return new HashSet<>();
    }
    return new HashSet<>(
        handle
            .createQuery("SELECT id FROM " + table + " WHERE id IN (<ids>)")
            .bindList("ids", List.copyOf(ids))
            .mapTo(String.class)
            .list());
  }

  static List<ArchivedDataset> datasets(Handle handle, String project, String after, int limit) {
    return archived(
        handle,
        handle
            .createQuery(
                """
                SELECT * FROM evaluation_dataset WHERE project = :project AND id > :after
                ORDER BY id LIMIT :limit
                """)
            .bind("project", project)
            .bind("after", after)
            .bind("limit", limit)
            .map((row, _) -> DatasetStore.dataset(row))
            .list());
  }

  static List<ArchivedDataset> datasets(Handle handle, String project, Collection<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return archived(
        handle,
        handle
            .createQuery(
                "SELECT * FROM evaluation_dataset WHERE project = :project AND id IN (<ids>)")
            .bind("project", project)
            .bindList("ids", List.copyOf(ids))
            .map((row, _) -> DatasetStore.dataset(row))
            .list());
  }

  private static List<ArchivedDataset> archived(Handle handle, List<Dataset> bare) {
    return DatasetStore.surrounded(handle, bare).stream()
        .map(dataset ->
            new ArchivedDataset(
                dataset.id(),
                dataset.name(),
                dataset.schema(),
                dataset.profile(),
                dataset.createdAt(),
                dataset.changedAt(),
                dataset.createdBy(),
                dataset.changedBy(),
                dataset.tags(),
                dataset.groups()))
        .toList();
  }

  /** Adds tags that a dataset does not have. */
  static void addTags(Handle handle, ArchivedDataset dataset) {
    if (dataset.tags().isEmpty()) {
      return;
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO evaluation_dataset_tag (dataset, name, value) VALUES (?, ?, ?)
            ON CONFLICT (dataset, name) DO NOTHING
            """)) {
      dataset.tags().forEach((name, value) -> batch.add(dataset.id(), name, value));
      batch.execute();
    }
  }

  static List<ArchivedRecord> records(
      Handle handle, String project, String dataset, long createdAt, String id, int limit) {
    return handle
        .createQuery(
            RECORDS
                + " AND (r.dataset, r.created_at, r.id) > (:dataset, :created, :id)"
                + " ORDER BY r.dataset, r.created_at, r.id LIMIT :limit")
        .bind("project", project)
        .bind("dataset", dataset)
        .bind("created", createdAt)
        .bind("id", id)
        .bind("limit", limit)
        .map((row, _) -> record(row))
        .list();
  }

  static List<ArchivedRecord> records(Handle handle, String project, Collection<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(RECORDS + " AND r.id IN (<ids>)")
        .bind("project", project)
        .bindList("ids", List.copyOf(ids))
        .map((row, _) -> record(row))
        .list();
  }

  private static ArchivedRecord record(ResultSet row) throws SQLException {
    RecordStore.Kept kept = RecordStore.kept(row);
    EvaluationRecord record = kept.record();
    return new ArchivedRecord(
        row.getString("dataset"),
        kept.id(),
        record.inputs(),
        record.outputs(),
        record.expectations(),
        record.tags(),
        record.source(),
        kept.createdAt(),
        kept.changedAt(),
        kept.createdBy(),
        kept.changedBy());
  }

  static Set<String> recordIds(Handle handle, String dataset, List<String> ids) {
    return new HashSet<>(
        handle
            .createQuery(
                "SELECT id FROM evaluation_record WHERE dataset = :dataset AND id IN (<ids>)")
            .bind("dataset", dataset)
            .bindList("ids", ids)
            .mapTo(String.class)
            .list());
  }

  /** Says how many records a dataset has; it was not changed by that. */
  static void setCount(Handle handle, String dataset, long records) {
    long changedAt =
        handle
            .createQuery("SELECT changed_at FROM evaluation_dataset WHERE id = :id")
            .bind("id", dataset)
            .mapTo(Long.class)
            .one();
    DatasetStore.touch(handle, dataset, changedAt, records);
  }

  static List<ArchivedScorer> scorers(
      Handle handle, String project, String id, int version, int limit) {
    return handle
        .createQuery(
            SCORERS
                + " AND (s.id, v.version) > (:id, :version) ORDER BY s.id, v.version LIMIT :limit")
        .bind("project", project)
        .bind("id", id)
        .bind("version", version)
        .bind("limit", limit)
        .map((row, _) -> scorer(row))
        .list();
  }

  static List<ArchivedScorer> like(Handle handle, String project, ArchivedScorer scorer) {
    return handle
        .createQuery(
            SCORERS + " AND s.run_group = :group AND s.name = :name AND v.version = :version")
        .bind("project", project)
        .bind("group", scorer.group())
        .bind("name", scorer.name())
        .bind("version", scorer.version())
        .map((row, _) -> scorer(row))
        .list();
  }

  private static ArchivedScorer scorer(ResultSet row) throws SQLException {
    return new ArchivedScorer(
        row.getString("id"),
        row.getString("run_group"),
        row.getString("name"),
        row.getInt("version"),
        row.getString("content"),
        row.getLong("created_at"));
  }

  static boolean isTaken(Handle handle, String project, ArchivedScorer scorer) {
    return handle
        .createQuery(
            """
            SELECT 1 FROM scorer WHERE id = :id
              AND NOT (project = :project AND run_group = :group AND name = :name)
            """)
        .bind("id", scorer.id())
        .bind("project", project)
        .bind("group", scorer.group())
        .bind("name", scorer.name())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** The id of the scorer of that group and name, which is made where there is none. */
  static String scorer(Handle handle, String project, ArchivedScorer scorer) {
    Optional<String> known = scorerId(handle, project, scorer);
    return known.orElseGet(() -> {
      handle.execute(
          "INSERT INTO scorer (id, project, run_group, name, latest) VALUES (?, ?, ?, ?, ?)",
          scorer.id(),
          project,
          scorer.group(),
          scorer.name(),
          scorer.version());
      return scorer.id();
    });
  }

  private static Optional<String> scorerId(Handle handle, String project, ArchivedScorer scorer) {
    return handle
        .createQuery(
            "SELECT id FROM scorer"
                + " WHERE project = :project AND run_group = :group AND name = :name")
        .bind("project", project)
        .bind("group", scorer.group())
        .bind("name", scorer.name())
        .mapTo(String.class)
        .findOne();
  }

  /** Adds a version where there is none of its number; how many that were. */
  static int addVersion(Handle handle, String id, ArchivedScorer scorer) {
    handle.execute(
        "UPDATE scorer SET latest = ? WHERE id = ? AND latest < ?",
        scorer.version(),
        id,
        scorer.version());
    return handle.execute(
        """
        INSERT INTO scorer_version (scorer, version, content, created_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (scorer, version) DO NOTHING
        """,
        id,
        scorer.version(),
        scorer.content(),
        scorer.createdAt());
  }
}
