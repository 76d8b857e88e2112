// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Project;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The rows of what runs read and made. */
final class LinkStore {
  private LinkStore() {}

  /** Adds links to a run; what it has already stays as it is. */
  static void add(Handle handle, long run, long group, Links links) {
    for (Links.Input input : links.inputs()) {
      long dataset = dataset(handle, group, input.dataset());
      int isNew =
          handle.execute(
              "INSERT INTO run_input (run, dataset) VALUES (?, ?) ON CONFLICT DO NOTHING",
              run,
              dataset);
      if (isNew == 1) {
        Map<String, String> tags = new HashMap<>();
        input.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        tags.forEach((key, value) ->
            handle.execute(
                "INSERT INTO run_input_tag (run, dataset, key, value) VALUES (?, ?, ?, ?)",
                run,
                dataset,
                key,
                value));
      }
    }
    links.modelsRead().forEach(model -> model(handle, run, 0, model, 0));
    links.outputs().forEach(output -> model(handle, run, 1, output.model(), output.step()));
  }

  private static void model(Handle handle, long run, int isMade, String model, long step) {
    handle.execute(
        """
        INSERT INTO run_model (run, is_made, model_id, step) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        run,
        isMade,
        model,
        step);
  }

  /** The number of a dataset, which is added where its group does not know it. */
  private static long dataset(Handle handle, long group, InputDataset dataset) {
    handle
        .createUpdate(
            """
            INSERT INTO input_dataset (group_id, name, digest, source_type, source, fields, profile)
            VALUES (:group, :name, :digest, :sourceType, :source, :schema, :profile)
            ON CONFLICT (group_id, name, digest) DO NOTHING
            """)
        .bind("group", group)
        .bindMethods(dataset)
        .execute();
    return handle
        .createQuery(
            "SELECT number FROM input_dataset"
                + " WHERE group_id = :group AND name = :name AND digest = :digest")
        .bind("group", group)
        .bindMethods(dataset)
        .mapTo(Long.class)
        .one();
  }

  /** The links of runs, by their numbers; those without any are left out. */
  static Map<Long, Links> of(Handle handle, Collection<Long> runs) {
    Map<Long, Map<Long, List<Tag>>> tags = tags(handle, runs);
    Map<Long, List<Links.Input>> inputs = new HashMap<>();
    Rows.eachOf(
        handle,
        """
        SELECT i.run, d.* FROM run_input i JOIN input_dataset d ON d.number = i.dataset
        WHERE i.run IN (%s) ORDER BY i.run, d.number
        """,
        runs,
        List.of(),
        row -> {
          long run = row.getLong("run");
          List<Tag> its =
              tags.getOrDefault(run, Map.of()).getOrDefault(row.getLong("number"), List.of());
          inputs
              .computeIfAbsent(run, _ -> new ArrayList<>())
              .add(new Links.Input(dataset(row), its));
        });
    Map<Long, List<String>> read = new HashMap<>();
    Map<Long, List<Links.Output>> made = new HashMap<>();
    Rows.eachOf(
        handle,
        "SELECT run, is_made, model_id, step FROM run_model WHERE run IN (%s)"
            + " ORDER BY run, step, model_id",
        runs,
        List.of(),
        row -> {
          long run = row.getLong("run");
          String model = row.getString("model_id");
          if (row.getInt("is_made") == 1) {
            made.computeIfAbsent(run, _ -> new ArrayList<>())
                .add(new Links.Output(model, row.getLong("step")));
          } else {
            read.computeIfAbsent(run, _ -> new ArrayList<>()).add(model);
          }
        });
    return together(runs, inputs, read, made);
  }

  private static Map<Long, Links> together(
      Collection<Long> runs,
      Map<Long, List<Links.Input>> inputs,
      Map<Long, List<String>> read,
      Map<Long, List<Links.Output>> made) {
    Map<Long, Links> links = new HashMap<>();
    for (Long run : runs) {
      if (inputs.containsKey(run) || read.containsKey(run) || made.containsKey(run)) {
        links.put(
            run,
            new Links(
                inputs.getOrDefault(run, List.of()),
                read.getOrDefault(run, List.of()),
                made.getOrDefault(run, List.of())));
      }
    }
    return links;
  }

  private static Map<Long, Map<Long, List<Tag>>> tags(Handle handle, Collection<Long> runs) {
    Map<Long, Map<Long, List<Tag>>> tags = new HashMap<>();
    Rows.eachOf(
        handle,
        "SELECT run, dataset, key, value FROM run_input_tag WHERE run IN (%s)"
            + " ORDER BY run, dataset, key",
        runs,
        List.of(),
        row ->
            tags.computeIfAbsent(row.getLong("run"), _ -> new HashMap<>())
                .computeIfAbsent(row.getLong("dataset"), _ -> new ArrayList<>())
                .add(new Tag(row.getString("key"), row.getString("value"))));
    return tags;
  }

  private static InputDataset dataset(ResultSet row) throws SQLException {
    return new InputDataset(
        row.getString("name"),
        row.getString("digest"),
        row.getString("source_type"),
        row.getString("source"),
        row.getString("fields"),
        row.getString("profile"));
  }

  /** A dataset as it was used in a group. */
  record Summary(long group, String name, String digest, String context) {}

  /** The datasets that runs of groups of a project read, each once for each context. */
  static List<Summary> summaries(Handle handle, Project project, List<Long> groups, int limit) {
    return handle
        .createQuery(
            """
            SELECT DISTINCT d.group_id, d.name, d.digest, COALESCE(t.value, '') AS context
            FROM input_dataset d
            JOIN run_group g ON g.id = d.group_id
            JOIN run_input i ON i.dataset = d.number
            JOIN run r ON r.number = i.run
            LEFT JOIN run_input_tag t
              ON t.run = i.run AND t.dataset = i.dataset AND t.key = 'mlflow.data.context'
            WHERE g.project = :project AND d.group_id IN (<groups>) AND r.deleted_at IS NULL
            ORDER BY d.group_id, d.name, d.digest, context LIMIT :limit
            """)
        .bind("project", project.name())
        .bindList("groups", groups)
        .bind("limit", limit)
        .map((row, _) ->
            new Summary(
                row.getLong("group_id"),
                row.getString("name"),
                row.getString("digest"),
                row.getString("context")))
        .list();
  }
}
