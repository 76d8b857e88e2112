// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Project;
import io.ratchet.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Logged models as they are, in bulk, as {@link RunArchive} has runs: read out whole, and taken
 * over from another store with their ids and times. Taking the same over twice changes nothing;
 * what is here already keeps what it has.
 */
public final class ModelArchive {
  private static final String MODELS =
      """
      SELECT m.*, g.name AS group_name, g.artifact_location
      FROM logged_model m JOIN run_group g ON g.id = m.group_id
      WHERE g.project = '%s' AND m.id
      """;

  private final Database database;

  public ModelArchive(Database database) {
    this.database = database;
  }

  /** Models of a project by id, deleted ones too, from the one after {@code after} on. */
  public List<ArchivedModel> models(Project project, String after, int limit) {
    return database.read(handle ->
        whole(
            handle,
            Rows.select(
                handle,
                MODELS.formatted(project.name()) + " > ? ORDER BY m.id LIMIT ?",
                statement -> {
                  statement.setString(1, after);
                  statement.setInt(2, limit);
                },
                ModelArchive::bare)));
  }

  /** The models of a project that have one of these ids. */
  public List<ArchivedModel> models(Project project, Collection<String> ids) {
    return database.read(handle -> {
      List<Numbered> bare = new ArrayList<>();
      Rows.eachOf(
          handle,
          MODELS.formatted(project.name()) + " IN (%s)",
          Set.copyOf(ids),
          List.of(),
          row -> bare.add(bare(row)));
      return whole(handle, bare);
    });
  }

  private record Numbered(long number, ArchivedModel model) {}

  private static Numbered bare(ResultSet row) throws SQLException {
    LoggedModel model = LoggedModelStore.bare(row);
    String own = own(row.getString("artifact_location"), model.id());
    long deleted = row.getLong("deleted_at");
    Long deletedAt = row.wasNull() ? null : Long.valueOf(deleted);
    return new Numbered(
        model.number(),
        new ArchivedModel(
            model.id(),
            row.getString("group_name"),
            model.name(),
            model.status().wire(),
            model.modelType(),
            model.sourceRun(),
            model.artifactUri().equals(own) ? null : model.artifactUri(),
            model.createdAt(),
            model.changedAt(),
            deletedAt,
            List.of(),
            List.of(),
            List.of()));
  }

  private static String own(String location, String id) {
    return location + "/models/" + id + "/artifacts";
  }

  private static List<ArchivedModel> whole(Handle handle, List<Numbered> bare) {
    List<Long> numbers = bare.stream().map(Numbered::number).distinct().toList();
    Map<Long, List<Param>> params = new HashMap<>();
    Map<Long, List<Tag>> tags = new HashMap<>();
    LoggedModelStore.pairs(
        handle,
        "logged_model_param",
        numbers,
        (model, key, value) ->
            params.computeIfAbsent(model, _ -> new ArrayList<>()).add(new Param(key, value)));
    LoggedModelStore.pairs(
        handle,
        "logged_model_tag",
        numbers,
        (model, key, value) ->
            tags.computeIfAbsent(model, _ -> new ArrayList<>()).add(new Tag(key, value)));
    Set<String> once = new HashSet<>();
    return bare.stream()
        .filter(one -> once.add(one.model().id()))
        .map(one -> {
          ArchivedModel model = one.model();
          return new ArchivedModel(
              model.id(),
              model.group(),
              model.name(),
              model.status(),
              model.modelType(),
              model.sourceRun(),
              model.artifactUri(),
              model.createdAt(),
              model.changedAt(),
              model.deletedAt(),
              params.getOrDefault(one.number(), List.of()),
              tags.getOrDefault(one.number(), List.of()),
              LoggedModelStore.scores(handle, one.number(), Integer.MAX_VALUE));
        })
        .toList();
  }

  /** Which of these ids belong to models of other projects, and so cannot be taken over. */
  public Set<String> taken(Project project, Collection<String> ids) {
    return database.read(handle -> {
      Set<String> taken = new HashSet<>();
      Rows.eachOf(
          handle,
          """
          SELECT m.id FROM logged_model m JOIN run_group g ON g.id = m.group_id
          WHERE m.id IN (%s) AND g.project <> ?
          """,
          Set.copyOf(ids),
          List.of(project.name()),
          row -> taken.add(row.getString(1)));
      return taken;
    });
  }

  /**
   * Takes models over, which {@link ModelArchivePolicy} has let pass. One that is here keeps what
   * it has, and gets what it lacks; it is ready once the other is.
   *
   * @return how many were not here before
   */
  public int add(Handle handle, Project project, List<ArchivedModel> models) {
    Map<String, RunGroup> groups = new HashMap<>();
    Map<String, Long> numbers = numbers(handle, models);
    int added = 0;
    for (ArchivedModel model : models) {
      ModelStatus status = ModelStatus.find(model.status()).orElseThrow();
      Long number = numbers.get(model.id());
      if (number == null) {
        RunGroup group =
            groups.computeIfAbsent(
                model.group(), name -> RunGroupStore.find(handle, project, name).orElseThrow());
        number = insert(handle, group, model, status);
        added++;
      } else if (status != ModelStatus.PENDING) {
        handle.execute(
            "UPDATE logged_model SET status = ?, changed_at = ? WHERE number = ? AND status = ?",
            status.code(),
            model.changedAt(),
            number,
            ModelStatus.PENDING.code());
      }
      LoggedModelStore.addParams(handle, number, model.params());
      LoggedModelStore.addTags(handle, number, model.tags());
      addMetrics(handle, number, model);
    }
    return added;
  }

  private static Map<String, Long> numbers(Handle handle, List<ArchivedModel> models) {
    Map<String, Long> numbers = new HashMap<>();
    Rows.eachOf(
        handle,
        "SELECT id, number FROM logged_model WHERE id IN (%s)",
        models.stream().map(ArchivedModel::id).toList(),
        List.of(),
        row -> numbers.put(row.getString(1), row.getLong(2)));
    return numbers;
  }

  private static long insert(
      Handle handle, RunGroup group, ArchivedModel model, ModelStatus status) {
    String own = own(group.artifactLocation(), model.id());
    long number =
        LoggedModelStore.insert(
            handle,
            new LoggedModel(
                0,
                model.id(),
                group.id(),
                model.name(),
                status,
                model.modelType(),
                model.sourceRun(),
                model.artifactUri() == null ? own : model.artifactUri(),
                model.createdAt(),
                model.changedAt(),
                List.of(),
                List.of(),
                List.of()));
    LoggedModelStore.touch(handle, number, model.changedAt());
    if (model.deletedAt() != null) {
      LoggedModelStore.setDeleted(handle, number, model.deletedAt());
    }
    return number;
  }

  private static void addMetrics(Handle handle, long number, ArchivedModel model) {
    Map<String, List<ModelMetric>> byRun = new HashMap<>();
    for (LoggedModel.Score score : model.metrics()) {
      byRun
          .computeIfAbsent(score.run(), _ -> new ArrayList<>())
          .add(new ModelMetric(model.id(), score.metric(), score.dataset(), score.digest()));
    }
    Map<String, RunStore.Place> places = RunStore.places(handle, byRun.keySet());
    byRun.forEach((run, metrics) -> {
      RunStore.Place place = places.get(run);
      if (place == null) {
        throw new IllegalStateException("metrics of a run that is not here: " + run);
      }
      LoggedModelStore.addMetrics(handle, place.number(), Map.of(model.id(), number), metrics);
    });
  }
}
