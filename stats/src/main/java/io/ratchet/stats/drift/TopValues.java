// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The most frequent of any number of different texts, in bounded memory.
 *
 * <p>Counters as of Misra and Gries, "Finding Repeated Elements", Science of Computer Programming 2
 * (1982), with many of them lowered at a time: when twice the capacity is exceeded, the count of
 * rank capacity is taken off all, and those left without anything go (Anderson et al., "A
 * High-Performance Algorithm for Identifying Frequent Items in Data Streams", IMC 2017). A count is
 * then too low by {@link #error} at most; with no more different texts than that it is exact.
 * Merging adds counts and errors. Texts are cut at {@value #MOST_CHARACTERS} characters. Mutable,
 * for one thread at a time.
 */
public final class TopValues {

  /** The most characters of a text that count. */
  public static final int MOST_CHARACTERS = 200;

  /** The most texts that can be asked for. */
  public static final int MOST_CAPACITY = 4096;

  private static final int FORMAT = 1;
  private static final int MOST_TEXT_BYTES = 3 * MOST_CHARACTERS;

  private final int capacity;
  private final Map<String, Long> counts = new HashMap<>();
  private long total;
  private long error;

  public TopValues(int capacity) {
    if (capacity < 1 || capacity > MOST_CAPACITY) {
      throw new IllegalArgumentException("not a capacity: " + capacity);
    }
    this.capacity = capacity;
  }

  /** A text's count, and the text. */
  public record Counted(String value, long count) {}

  public void add(String value) {
    add(cut(value), 1);
  }

  private void add(String value, long times) {
    counts.merge(value, times, Math::addExact);
    total = Math.addExact(total, times);
    if (counts.size() > 2 * capacity) {
      lower();
    }
  }

  public void add(TopValues other) {
    error = Math.addExact(error, other.error);
    long lost = other.total - other.counts.values().stream().mapToLong(Long::longValue).sum();
    total = Math.addExact(total, lost);
    other.counts.forEach(this::add);
  }

  private void lower() {
    long step =
        counts.values().stream().sorted(Comparator.reverseOrder()).skip(capacity).findFirst().get();
    error = Math.addExact(error, step);
    counts.replaceAll((value, count) -> count - step);
    counts.values().removeIf(count -> count <= 0);
  }

  /** The part of a text that counts, without halves of characters, which no bytes can hold. */
  static String cut(String value) {
    String part = value.length() <= MOST_CHARACTERS ? value : value.substring(0, MOST_CHARACTERS);
    boolean plain = part.chars().noneMatch(c -> Character.isSurrogate((char) c));
    return plain ? part : new String(part.getBytes(UTF_8), UTF_8);
  }

  /** How many texts were added. */
  public long total() {
    return total;
  }

  /** By how much a count may be too low. */
  public long error() {
    return error;
  }

  /** The most frequent texts, the most frequent first and equal ones by name. */
  public List<Counted> top(int most) {
    return counts.entrySet().stream()
        .map(entry -> new Counted(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Counted::count).reversed().thenComparing(Counted::value))
        .limit(Math.min(most, capacity))
        .toList();
  }

  public byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT).count(capacity).count(total).count(error);
    List<Counted> all = top(capacity);
    out.count(all.size());
    for (Counted each : all) {
      out.text(each.value()).count(each.count());
    }
    return out.toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  public static TopValues fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("counted texts", bytes, FORMAT);
    TopValues read = new TopValues(in.count(MOST_CAPACITY));
    long total = in.count();
    read.error = in.count();
    for (int left = in.count(read.capacity); left > 0; left--) {
      String value = in.text(MOST_TEXT_BYTES);
      long count = in.count();
      in.require(count > 0 && count <= total - read.total, "its counts exceed their total");
      in.require(!read.counts.containsKey(value), "a text comes twice");
      read.add(value, count);
    }
    in.end();
    read.total = total;
    return read;
  }
}
