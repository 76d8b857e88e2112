// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import io.ratchet.search.Expression;
import io.ratchet.search.Ordering;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The datasets: made, filled, described and forgotten. */
public final class Datasets {
  private final Database database;
  private final InstantSource time;
  private final Supplier<String> ids;

  /**
   * Datasets in a database.
   *
   * @param ids of datasets and records; dashes are taken out
   */
  public Datasets(Database database, InstantSource time, Supplier<String> ids) {
    this.database = database;
    this.time = time;
    this.ids = ids;
  }

  /** How many records were new and how many were merged into one that was there. */
  record Upserted(int inserted, int updated) {}

  private String id(String prefix) {
    return prefix + ids.get().replace("-", "");
  }

  Dataset create(
      String project,
      String name,
      @Nullable String schema,
      @Nullable String profile,
      @Nullable String by,
      Map<String, @Nullable String> tags,
      List<String> groups) {
    long now = time.millis();
    String id = id("d-");
    return database.write(handle -> {
      DatasetStore.insert(
          handle,
          new Dataset(
              id,
              project,
              name,
              Dataset.digest(id, now, 0),
              schema,
              profile,
              now,
              now,
              by,
              by,
              Map.of(),
              List.of()));
      DatasetStore.setTags(handle, id, tags);
      DatasetStore.addGroups(handle, id, groups);
      return require(handle, project, id);
    });
  }

  Dataset get(String project, String id) {
    return database.read(handle -> require(handle, project, id));
  }

  private static Dataset require(Handle handle, String project, String id) {
    return DatasetStore.find(handle, project, id).orElseThrow(() -> missing(id));
  }

  private static long lock(Handle handle, String id) {
    return DatasetStore.lock(handle, id).orElseThrow(() -> missing(id));
  }

  private static Failure missing(String id) {
    return Refusals.missing("Dataset with ID '" + Problem.shorten(id) + "' not found");
  }

  /** Forgets a dataset with its records; no effect where there is none. */
  void delete(String project, String id) {
    database.change(handle -> {
      if (DatasetStore.find(handle, project, id).isPresent()
          && DatasetStore.lock(handle, id).isPresent()) {
        DatasetStore.delete(handle, id);
      }
    });
  }

  /** What fulfils a filter, in order, from an offset on; one more than the limit. */
  List<Dataset> search(
      String project,
      List<String> groups,
      Expression filter,
      Ordering ordering,
      int limit,
      long offset) {
    return database.read(handle ->
        DatasetStore.search(handle, project, groups, filter, ordering, limit + 1, offset));
  }

  /** Changes what surrounds the records of a dataset. */
  Dataset change(String project, String id, Consumer<Handle> change) {
    return database.write(handle -> {
      require(handle, project, id);
      long records = lock(handle, id);
      change.accept(handle);
      Dataset changed = require(handle, project, id);
      if (changed.tags().size() > EvaluationLimits.TAGS
          || changed.groups().size() > EvaluationLimits.GROUPS) {
        throw Refusals.invalid(
            "A dataset has at most %d tags and %d experiments"
                .formatted(EvaluationLimits.TAGS, EvaluationLimits.GROUPS));
      }
      DatasetStore.touch(handle, id, time.millis(), records);
      return require(handle, project, id);
    });
  }

  /** Adds records, or merges them into those with the same inputs. */
  Upserted upsert(String project, String id, List<EvaluationRecord> sent, @Nullable String by) {
    Map<String, EvaluationRecord> distinct = new LinkedHashMap<>();
    sent.forEach(
        record -> distinct.merge(record.fingerprint(), record, EvaluationRecord::mergedWith));
    return database.write(handle -> {
      require(handle, project, id);
      long records = lock(handle, id);
      Map<String, RecordStore.Kept> known = RecordStore.find(handle, id, distinct.keySet());
      long position = RecordStore.lastPosition(handle, id);
      long now = time.millis();
      List<RecordStore.Kept> fresh = new ArrayList<>();
      List<RecordStore.Kept> merged = new ArrayList<>();
      for (Map.Entry<String, EvaluationRecord> entry : distinct.entrySet()) {
        RecordStore.Kept there = known.get(entry.getKey());
        if (there == null) {
          fresh.add(
              new RecordStore.Kept(
                  id("dr-"), ++position, entry.getKey(), entry.getValue(), now, now, by, by, 0));
        } else {
          merged.add(
              new RecordStore.Kept(
                  there.id(),
                  there.position(),
                  there.fingerprint(),
                  there.record().mergedWith(entry.getValue()),
                  there.createdAt(),
                  now,
                  there.createdBy(),
                  by,
                  0));
        }
      }
      RecordStore.insert(handle, id, fresh);
      RecordStore.update(handle, id, merged);
      describe(handle, project, id, sent, records + fresh.size(), by);
      DatasetStore.touch(handle, id, now, records + fresh.size());
      return new Upserted(fresh.size(), sent.size() - fresh.size());
    });
  }

  private static void describe(
      Handle handle,
      String project,
      String id,
      List<EvaluationRecord> sent,
      long records,
      @Nullable String by) {
    String schema = SchemaPolicy.with(require(handle, project, id).schema(), sent);
    DatasetStore.describe(
        handle, id, schema, Json.text(Json.object().put("num_records", records)), by);
  }

  /** The records of a dataset as they were added. */
  Page<RecordStore.Kept> records(String project, String id, long after, int limit) {
    return database.read(handle -> {
      require(handle, project, id);
      List<RecordStore.Kept> page = RecordStore.page(handle, id, after, limit + 1);
      boolean isWhole = page.size() <= limit;
      if (isWhole && !page.isEmpty()) {
        long last = page.getLast().position();
        isWhole = RecordStore.page(handle, id, last, 1).isEmpty();
        return isWhole ? new Page<>(page, null) : Page.endingAt(page, Long.toString(last));
      }
      return Page.cut(page, limit, kept -> Long.toString(kept.position()));
    });
  }

  /** Forgets records; how many there were. */
  int deleteRecords(String project, String id, List<String> records) {
    return database.write(handle -> {
      Dataset dataset = require(handle, project, id);
      long before = lock(handle, id);
      int deleted = RecordStore.delete(handle, id, records);
      if (deleted > 0) {
        describe(handle, project, id, List.of(), before - deleted, dataset.changedBy());
        DatasetStore.touch(handle, id, time.millis(), before - deleted);
      }
      return deleted;
    });
  }

  /** Forgets that datasets belong to a group that goes for good; they stay. */
  public static void clearGroup(Handle handle, String group) {
    DatasetStore.clearGroup(handle, group);
  }
}
