// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Digest;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.call.Calls;
import io.ratchet.call.LabelledCalls;
import io.ratchet.call.LabelledCalls.Labelled;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rows that a pipeline learns from, and how many of them are new. */
final class TrainingData {
  private final Database database;
  private final Calls calls;
  private final DataDirectories directories;
  private final Tables tables;
  private final Map<DataFile, Long> counts = new ConcurrentHashMap<>();

  TrainingData(Database database, Calls calls, DataDirectories directories, Tables tables) {
    this.database = database;
    this.calls = calls;
    this.directories = directories;
    this.tables = tables;
  }

  /**
   * Rows that no run has been started for.
   *
   * @param rows null where they cannot be counted
   * @param identity the same as long as there are no others
   * @param position the newest label among them
   * @param files the files among them
   */
  record Fresh(@Nullable Long rows, String identity, long position, List<DataFile> files) {}

  Fresh fresh(Pipeline pipeline, long position, Instant now) {
    return switch (pipeline.data().source()) {
      case TRAFFIC -> {
        LabelledCalls.Fresh labels =
            database.read(handle ->
                LabelledCalls.after(handle, pipeline.model(), pipeline.label(), position));
        yield new Fresh(labels.calls(), "label " + labels.newest(), labels.newest(), List.of());
      }
      case FILES -> {
        Map<String, DataFile> known =
            database.read(handle -> PipelineStore.files(handle, pipeline.model()));
        List<DataFile> files =
            directories.whole(pipeline.data(), now).stream()
                .filter(file -> !file.equals(known.get(file.path())))
                .toList();
        long rows = files.stream().mapToLong(this::count).sum();
        yield new Fresh(rows, Digest.sha256(files.toString()), position, files);
      }
    };
  }

  private long count(DataFile file) {
    return counts.computeIfAbsent(
        file, one -> (long) tables.read(directories.read(one), one.path()).size());
  }

  void check(Pipeline pipeline) {
    if (pipeline.data().source() == Pipeline.Source.FILES) {
      directories.check(pipeline.data().directories());
    }
  }

  /** The newest rows, the oldest of them first. */
  Table load(Pipeline pipeline, Instant now) {
    Table table =
        switch (pipeline.data().source()) {
          case TRAFFIC -> traffic(pipeline, now);
          case FILES -> files(pipeline, now);
        };
    int most = pipeline.data().maxRows();
    Table newest = table.size() > most ? table.slice(table.size() - most, table.size()) : table;
    int label = newest.column(pipeline.label());
    List<@Nullable Object[]> labelled =
        newest.rows().stream().filter(row -> row[label] != null).toList();
    if (labelled.size() < 2) {
      throw Failure.invalid(
          "there are %d rows with the label %s".formatted(labelled.size(), pipeline.label()),
          "send labels as feedback named %s, or data files with that column"
              .formatted(pipeline.label()));
    }
    return new Table(newest.columns(), labelled, newest.untyped());
  }

  private Table traffic(Pipeline pipeline, Instant now) {
    calls.catchUp();
    List<Labelled> found =
        database.read(handle ->
            LabelledCalls.newest(
                handle,
                pipeline.model(),
                pipeline.label(),
                now.minus(pipeline.data().window()),
                pipeline.data().maxRows()));
    Set<String> names = new LinkedHashSet<>();
    for (Labelled one : found) {
      if (one.features() != null && one.features().isObject()) {
        names.addAll(one.features().propertyNames());
      }
    }
    names.remove(pipeline.label());
    List<String> columns = new ArrayList<>(names);
    columns.add(pipeline.label());
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Labelled one : found) {
      if (one.features() != null && one.features().isObject() && one.label().isValueNode()) {
        @Nullable Object[] row = new @Nullable Object[columns.size()];
        for (int i = 0; i < columns.size() - 1; i++) {
          row[i] = cell(one.features().get(columns.get(i)));
        }
        row[columns.size() - 1] = cell(one.label());
        rows.add(row);
      }
    }
    return new Table(columns, rows, false);
  }

  private static @Nullable Object cell(@Nullable JsonNode node) {
    return node == null || !node.isValueNode() ? null : Json.value(node);
  }

  /** The newest whole files that fill the limit; columns are those of the newest. */
  private Table files(Pipeline pipeline, Instant now) {
    List<DataFile> files = new ArrayList<>(directories.whole(pipeline.data(), now));
    Collections.reverse(files);
    List<Table> read = new ArrayList<>();
    int size = 0;
    for (DataFile file : files) {
      if (size < pipeline.data().maxRows()) {
        Table table = tables.read(directories.read(file), file.path());
        read.add(table);
        size += table.size();
      }
    }
    if (read.isEmpty()) {
      throw Failure.invalid(
          "there is no whole data file in " + String.join(", ", pipeline.data().directories()),
          "put files there whose names end in " + String.join(" or ", pipeline.data().patterns()));
    }
    List<String> columns = read.getFirst().columns();
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Table table : read.reversed()) {
      append(table, columns, rows);
    }
    String time = pipeline.data().time();
    boolean untyped = read.stream().anyMatch(Table::untyped);
    return time == null ? new Table(columns, rows, untyped) : inOrder(columns, rows, time, untyped);
  }

  private static void append(Table table, List<String> columns, List<@Nullable Object[]> rows) {
    int[] places = columns.stream().mapToInt(table.columns()::indexOf).toArray();
    for (@Nullable Object[] row : table.rows()) {
      @Nullable Object[] cells = new @Nullable Object[places.length];
      for (int i = 0; i < places.length; i++) {
        cells[i] = places[i] < 0 ? null : row[places[i]];
      }
      rows.add(cells);
    }
  }

  /** Sorted by a column, which is then not learnt from. */
  private static Table inOrder(
      List<String> columns, List<@Nullable Object[]> rows, String time, boolean untyped) {
    int place = new Table(columns, rows, untyped).column(time);
    Comparator<@Nullable Object[]> order = (one, other) -> compare(one[place], other[place]);
    List<@Nullable Object[]> sorted = new ArrayList<>(rows);
    sorted.sort(order);
    List<String> rest = new ArrayList<>(columns);
    rest.remove(place);
    List<@Nullable Object[]> without = new ArrayList<>();
    append(new Table(columns, sorted, untyped), rest, without);
    return new Table(rest, without, untyped);
  }

  private static int compare(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    Double first = Table.number(one);
    Double second = Table.number(other);
    return first != null && second != null
        ? first.compareTo(second)
        : one.toString().compareTo(other.toString());
  }
}
