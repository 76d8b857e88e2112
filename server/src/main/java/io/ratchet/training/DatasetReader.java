// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.base.Failure;
import io.ratchet.onnx.FeatureSpec.Kind;
import io.ratchet.training.Dataset.LeftOut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through rows twice: to see what the columns are, then to take their values. */
final class DatasetReader {
  private final Rows source;
  private final ReadOptions options;
  private final String sha256;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final int labelPlace;
  private final int timePlace;
  private long unlabelled;

  DatasetReader(Rows source, ReadOptions options, String sha256) {
    this.source = source;
    this.options = options;
    this.sha256 = sha256;
    DatasetLimits limits = options.limits();
    if (source.names().size() > limits.columns()) {
      throw DatasetLimits.exceeded("columns", limits.columns());
    }
    Set<String> seen = new HashSet<>();
    for (String name : source.names()) {
      if (!name.isEmpty() && !seen.add(name)) {
        throw Failure.invalid(
            "two columns are named \"" + name + "\"", "give every column a name of its own");
      }
    }
    this.labelPlace = place(options.label(), "label");
    this.timePlace = options.time() == null ? -1 : place(options.time(), "time");
  }

  private int place(String column, String role) {
    int place = source.names().indexOf(column);
    if (place < 0) {
      throw Failure.invalid(
          "the data has no column \"%s\" for the %s; it has %s"
              .formatted(column, role, shown(source.names())),
          "name one of its columns; the first line of a CSV file must name them");
    }
    return place;
  }

  private static String shown(List<String> names) {
    List<String> few = names.subList(0, Math.min(20, names.size()));
    return String.join(", ", few) + (names.size() > few.size() ? ", ..." : "");
  }

  Dataset read() {
    List<ColumnProfile> profiles = profiles();
    Task task = task(profiles.get(labelPlace));
    List<String> classes =
        task == Task.CLASSIFICATION ? classes(profiles.get(labelPlace)) : List.of();
    List<Reading> readings = readings(profiles);
    if (readings.isEmpty()) {
      throw Failure.invalid(
          "the data has no column to learn from besides \"" + options.label() + "\": " + leftOut,
          "add columns of numbers, or of few different texts");
    }
    Reading label =
        task == Task.CLASSIFICATION
            ? new Reading(labelPlace, Kind.CATEGORY, classes, source.untyped())
            : new Reading(labelPlace, Kind.NUMBER, List.of(), source.untyped());
    DoubleList labels = new DoubleList();
    List<Object> times = new ArrayList<>();
    source.each((line, cells) -> {
      if (Double.isNaN(label.value(cells))) {
        unlabelled++;
        return;
      }
      labels.add(label.value(cells));
      readings.forEach(reading -> reading.take(cells));
      if (timePlace >= 0) {
        times.add(time(line, cells[timePlace]));
      }
    });
    if (unlabelled > 0) {
      leftOut.add(new LeftOut("%,d rows".formatted(unlabelled), "the label is missing"));
    }
    int[] order = timePlace < 0 ? null : order(times);
    List<Column> columns =
        readings.stream().map(r -> r.column(source.names().get(r.place), order)).toList();
    return new Dataset(columns, label(classes, labels.inOrder(order)), sha256, leftOut);
  }

  private List<ColumnProfile> profiles() {
    DatasetLimits limits = options.limits();
    int distinct = Math.max(limits.categories(), limits.classes());
    List<ColumnProfile> profiles = new ArrayList<>();
    source
        .names()
        .forEach(name -> profiles.add(new ColumnProfile(name, source.untyped(), distinct)));
    long[] rows = new long[1];
    source.each((line, cells) -> {
      if (++rows[0] > limits.rows()) {
        throw DatasetLimits.exceeded("rows", limits.rows());
      }
      if (rows[0] * cells.length > limits.cells()) {
        throw DatasetLimits.exceeded("cells", limits.cells());
      }
      for (int i = 0; i < cells.length; i++) {
        profiles.get(i).add(line, cells[i]);
      }
    });
    if (profiles.get(labelPlace).isEmpty()) {
      throw Failure.invalid(
          "none of %,d rows has a label in the column \"%s\"".formatted(rows[0], options.label()),
          "train on rows whose outcome is known");
    }
    return profiles;
  }

  private Task task(ColumnProfile label) {
    Task task = options.task();
    if (task == null) {
      boolean quantity = label.isNumeric() && !label.looksLikeClasses(ReadOptions.FEW);
      task = quantity ? Task.REGRESSION : Task.CLASSIFICATION;
    }
    if (task == Task.REGRESSION && !label.isNumeric()) {
      throw Failure.invalid(
          "the label \"" + options.label() + "\" holds other things than numbers",
          "learn it as classes, or clean the column");
    }
    return task;
  }

  private List<String> classes(ColumnProfile label) {
    int limit = options.limits().classes();
    if (!label.fits(limit)) {
      throw Failure.invalid(
          "the label \"%s\" has more than %,d classes".formatted(options.label(), limit),
          "learn a column with fewer classes, or numbers as a quantity");
    }
    if (label.distinct().size() < 2) {
      throw Failure.invalid(
          "every row has the same label, " + label.distinct(),
          "train on rows of at least two classes");
    }
    List<String> classes = new ArrayList<>(label.distinct());
    classes.sort(
        label.isNumeric()
            ? Comparator.comparingDouble(Double::parseDouble)
            : Comparator.naturalOrder());
    return classes;
  }

  private List<Reading> readings(List<ColumnProfile> profiles) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < profiles.size(); i++) {
      if (i == labelPlace || i == timePlace) {
        continue;
      }
      String name = source.names().get(i);
      ColumnProfile profile = profiles.get(i);
      String reason =
          name.isEmpty()
              ? "its header is empty"
              : options.excluded().contains(name)
                  ? "it is excluded"
                  : profile.isEmpty() ? "every cell is missing" : null;
      boolean number = profile.isNumeric();
      if (reason == null
          && !number
          && !profile.isBoolean()
          && !profile.fits(options.limits().categories())) {
        reason = profile.tooMany();
      }
      if (reason != null) {
        leftOut.add(new LeftOut(name.isEmpty() ? "column " + (i + 1) : name, reason));
        continue;
      }
      Kind kind = number ? Kind.NUMBER : profile.isBoolean() ? Kind.BOOLEAN : Kind.CATEGORY;
      List<String> categories =
          kind == Kind.CATEGORY ? profile.distinct().stream().sorted().toList() : List.of();
      readings.add(new Reading(i, kind, categories, source.untyped()));
    }
    return readings;
  }

  private Object time(long line, @Nullable Object cell) {
    if (cell == null) {
      throw Failure.invalid(
          "row %,d has no time in the column \"%s\"".formatted(line, options.time()),
          "give every row a time, or rows that are in order already");
    }
    return Cells.isNumber(cell, source.untyped()) ? (Object) Cells.number(cell) : cell.toString();
  }

  /** The places of the rows by time; numbers as such, all other times as texts such as ISO 8601. */
  private static int[] order(List<Object> times) {
    boolean numbers = times.stream().allMatch(Double.class::isInstance);
    Comparator<Integer> byTime =
        numbers
            ? Comparator.comparingDouble(i -> (Double) times.get(i))
            : Comparator.comparing(i -> String.valueOf(times.get(i)));
    Integer[] places = new Integer[times.size()];
    Arrays.setAll(places, i -> i);
    Arrays.sort(places, byTime);
    return Arrays.stream(places).mapToInt(Integer::intValue).toArray();
  }

  private Label label(List<String> classes, double[] labels) {
    return classes.isEmpty()
        ? new Label.Quantities(options.label(), labels)
        : new Label.Classes(
            options.label(), classes, Arrays.stream(labels).mapToInt(code -> (int) code).toArray());
  }

  /** Takes the values of one column. */
  private static final class Reading {
    private final int place;
    private final Kind kind;
    private final List<String> categories;
    private final boolean untyped;
    private final Map<String, Integer> codes = new HashMap<>();
    private final FloatList values = new FloatList();

    private Reading(int place, Kind kind, List<String> categories, boolean untyped) {
      this.place = place;
      this.kind = kind;
      this.categories = categories;
      this.untyped = untyped;
      for (int i = 0; i < categories.size(); i++) {
        codes.put(categories.get(i), i);
      }
    }

    private double value(@Nullable Object[] cells) {
      Object cell = cells[place];
      if (cell == null) {
        return Double.NaN;
      }
      return switch (kind) {
        case NUMBER -> Cells.number(cell);
        case BOOLEAN -> Cells.truth(cell, untyped) == Cells.Truth.TRUE ? 1 : 0;
        case CATEGORY -> {
          Integer code = codes.get(Cells.text(cell, untyped));
          yield code == null ? Double.NaN : code;
        }
      };
    }

    private void take(@Nullable Object[] cells) {
      values.add((float) value(cells));
    }

    private Column column(String name, int @Nullable [] order) {
      return new Column(name, kind, categories, values.inOrder(order));
    }
  }
}
