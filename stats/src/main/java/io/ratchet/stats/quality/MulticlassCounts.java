// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.quality;

import io.ratchet.stats.Proportion;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * How often a model of several classes called which class which.
 *
 * <p>Up to {@value #MOST_CLASSES} classes, as they come; what comes later counts as {@value
 * #OTHER}. Merges without loss up to that. Mutable, for one thread at a time.
 */
public final class MulticlassCounts {

  /** The most classes that are told apart. */
  public static final int MOST_CLASSES = 100;

  /** What all classes beyond the most are called. */
  public static final String OTHER = "(other)";

  private static final int FORMAT = 1;
  private static final int MOST_NAME_BYTES = 1 << 12;
  private static final int MOST_NAME_CHARACTERS = 1000;

  private final List<String> classes = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<Cell, Long> counts = new HashMap<>();

  private record Cell(int predicted, int actual) {}

  public void add(String predicted, String actual) {
    add(new Cell(place(predicted), place(actual)), 1);
  }

  private void add(Cell cell, long times) {
    counts.merge(cell, times, Math::addExact);
  }

  public void add(MulticlassCounts other) {
    other.counts.forEach((cell, times) ->
        add(
            new Cell(
                place(other.classes.get(cell.predicted)), place(other.classes.get(cell.actual))),
            times));
  }

  private int place(String name) {
    String used = name.length() <= MOST_NAME_CHARACTERS ? name : OTHER;
    Integer known = places.get(used);
    if (known != null) {
      return known;
    }
    String counted = classes.size() < MOST_CLASSES ? used : OTHER;
    return places.computeIfAbsent(
        counted,
        each -> {
          classes.add(each);
          return classes.size() - 1;
        });
  }

  public List<String> classes() {
    return List.copyOf(classes);
  }

  /** How often one class was called another. */
  public long count(String predicted, String actual) {
    Integer called = places.get(predicted);
    Integer was = places.get(actual);
    return called == null || was == null ? 0 : counts.getOrDefault(new Cell(called, was), 0L);
  }

  public Proportion accuracy() {
    long right = 0;
    for (int place = 0; place < classes.size(); place++) {
      right += counts.getOrDefault(new Cell(place, place), 0L);
    }
    return new Proportion(right, total());
  }

  private long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The class against all others. */
  public ConfusionCounts oneAgainstRest(String name) {
    Integer known = places.get(name);
    int place = known == null ? -1 : known;
    long both = counts.getOrDefault(new Cell(place, place), 0L);
    long predicted = sum(cell -> cell.predicted == place);
    long actual = sum(cell -> cell.actual == place);
    return new ConfusionCounts(
        both, predicted - both, total() - predicted - actual + both, actual - both);
  }

  private long sum(Function<Cell, Boolean> which) {
    return counts.entrySet().stream()
        .filter(entry -> which.apply(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The mean precision over the classes; of one never predicted it is 0, as is usual. */
  public OptionalDouble macroPrecision() {
    return macro(ConfusionRates::precision);
  }

  /** The mean recall over the classes; of one that never occurred it is 0, as is usual. */
  public OptionalDouble macroRecall() {
    return macro(ConfusionRates::recall);
  }

  /** The mean F1 over the classes. */
  public OptionalDouble macroF1() {
    return macro(ConfusionRates::f1);
  }

  private OptionalDouble macro(Function<ConfusionRates, OptionalDouble> rate) {
    DoubleStream each =
        classes.stream().mapToDouble(name -> rate.apply(oneAgainstRest(name).rates()).orElse(0));
    return each.average();
  }

  public byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT).count(classes.size());
    classes.forEach(out::text);
    out.count(counts.size());
    counts.forEach((cell, times) -> out.count(cell.predicted).count(cell.actual).count(times));
    return out.toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  public static MulticlassCounts fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("confusion counts", bytes, FORMAT);
    MulticlassCounts read = new MulticlassCounts();
    int classes = in.count(MOST_CLASSES + 1);
    for (int i = 0; i < classes; i++) {
      String name = in.text(MOST_NAME_BYTES);
      in.require(read.places.put(name, i) == null, "a class repeats");
      read.classes.add(name);
    }
    int cells = in.count(classes * classes);
    for (int i = 0; i < cells; i++) {
      int predicted = in.count(Math.max(0, classes - 1));
      int actual = in.count(Math.max(0, classes - 1));
      long times = in.count();
      in.require(times > 0 && times <= 1L << 45, "a count is out of range");
      in.require(read.counts.put(new Cell(predicted, actual), times) == null, "a cell repeats");
    }
    in.end();
    return read;
  }
}
