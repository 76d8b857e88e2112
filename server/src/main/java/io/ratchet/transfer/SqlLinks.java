// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.storage.ForeignDatabase;
import io.ratchet.tracking.InputDataset;
import io.ratchet.tracking.Links;
import io.ratchet.tracking.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What runs read and made, from the tables in which MLflow keeps it. */
final class SqlLinks {
  private final ForeignDatabase database;

  SqlLinks(ForeignDatabase database) {
    this.database = database;
  }

  /** What was found of a run so far. */
  private static final class Found {
    private final List<Links.Input> inputs = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private final List<Links.Output> made = new ArrayList<>();
  }

  /** Those of runs, by their ids; runs without any are left out. */
  Map<String, Links> of(List<String> runs) {
    Map<String, Found> found = new HashMap<>();
    if (database.hasTable("inputs") && database.hasTable("datasets")) {
      datasets(runs, tags(runs), found);
      models(runs, found);
    }
    Map<String, Links> links = new HashMap<>();
    found.forEach((run, its) -> links.put(run, new Links(its.inputs, its.read, its.made)));
    return links;
  }

  private Map<String, List<Tag>> tags(List<String> runs) {
    Map<String, List<Tag>> tags = new HashMap<>();
    if (database.hasTable("input_tags")) {
      database.each(
          """
          SELECT t.input_uuid, t.name, t.value FROM input_tags t
          JOIN inputs i ON i.input_uuid = t.input_uuid
          WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN'
            AND i.destination_id IN (%s)
          """
              .formatted(SqlSource.marks(runs.size())),
          runs,
          row ->
              tags.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                  .add(new Tag(SqlSource.text(row, "name"), SqlSource.text(row, "value"))));
    }
    return tags;
  }

  private void datasets(List<String> runs, Map<String, List<Tag>> tags, Map<String, Found> found) {
    database.each(
        """
        SELECT i.destination_id AS run, i.input_uuid, d.name, d.digest, d.dataset_source_type,
          d.dataset_source, d.dataset_schema, d.dataset_profile
        FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id
        WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN'
          AND i.destination_id IN (%s)
        ORDER BY i.destination_id, d.name, d.digest
        """
            .formatted(SqlSource.marks(runs.size())),
        runs,
        row ->
            found
                .computeIfAbsent(row.getString("run"), _ -> new Found())
                .inputs
                .add(
                    new Links.Input(
                        new InputDataset(
                            SqlSource.text(row, "name"),
                            SqlSource.text(row, "digest"),
                            SqlSource.text(row, "dataset_source_type"),
                            SqlSource.text(row, "dataset_source"),
                            row.getString("dataset_schema"),
                            row.getString("dataset_profile")),
                        tags.getOrDefault(row.getString("input_uuid"), List.of()))));
  }

  private void models(List<String> runs, Map<String, Found> found) {
    String step = database.hasColumn("inputs", "step") ? "step" : "0";
    database.each(
        """
        SELECT source_id AS run, source_type, destination_id AS model, %s AS step FROM inputs
        WHERE source_type IN ('RUN_INPUT', 'RUN_OUTPUT') AND source_id IN (%s)
        ORDER BY source_id, destination_id
        """
            .formatted(step, SqlSource.marks(runs.size())),
        runs,
        row -> {
          Found its = found.computeIfAbsent(row.getString("run"), _ -> new Found());
          String model = SqlSource.text(row, "model");
          if (row.getString("source_type").equals("RUN_OUTPUT")) {
            its.made.add(new Links.Output(model, row.getLong("step")));
          } else {
            its.read.add(model);
          }
        });
  }
}
