// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a categorical feature's values look like in a window: exact counts of its reference's
 * categories and of everything else, with the most frequent of those.
 *
 * <p>Merges exactly, but for the names of new categories, whose counts are those of {@link
 * TopValues}. Mutable, for one thread at a time.
 */
public final class CategoryProfile {
  private static final int FORMAT = 1;
  private static final int NEW_CATEGORIES = 32;
  private static final int MOST_NEW_BYTES = 1 << 16;

  private final List<String> categories;
  private final Map<String, Integer> places = new HashMap<>();
  private final long[] counts;
  private final TopValues others;
  private long missing;

  /** Counts these categories, all different. */
  public CategoryProfile(List<String> categories) {
    this(categories, new long[categories.size()], new TopValues(NEW_CATEGORIES));
  }

  private CategoryProfile(List<String> categories, long[] counts, TopValues others) {
    this.categories = List.copyOf(categories);
    this.counts = counts;
    this.others = others;
    for (String category : categories) {
      places.put(category, places.size());
    }
    if (places.size() != categories.size() || categories.size() > CategoryReference.MOST) {
      throw new IllegalArgumentException(
          "not %d different categories: %s".formatted(CategoryReference.MOST, categories));
    }
  }

  /** Adds one value; {@code null} is a missing one. */
  public void add(@Nullable String value) {
    if (value == null) {
      missing++;
      return;
    }
    Integer place = places.get(value);
    if (place == null) {
      place = places.get(TopValues.cut(value));
    }
    if (place == null) {
      others.add(value);
    } else {
      counts[place]++;
    }
  }

  /**
   * Adds another window's values.
   *
   * @throws IllegalArgumentException if other categories were counted
   */
  public void add(CategoryProfile other) {
    if (!categories.equals(other.categories)) {
      throw new IllegalArgumentException("profiles of different references do not merge");
    }
    for (int place = 0; place < counts.length; place++) {
      counts[place] = Math.addExact(counts[place], other.counts[place]);
    }
    missing = Math.addExact(missing, other.missing);
    others.add(other.others);
  }

  public List<String> categories() {
    return categories;
  }

  /** The count of each category and, last, that of all others. */
  public long[] counts() {
    long[] all = Arrays.copyOf(counts, counts.length + 1);
    all[counts.length] = others.total();
    return all;
  }

  public long missing() {
    return missing;
  }

  /** Observations with a value. */
  public long count() {
    return Arrays.stream(counts).sum() + others.total();
  }

  /** Values of no category of the reference, the most frequent first. */
  public List<TopValues.Counted> newCategories(int most) {
    return others.top(most);
  }

  public byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT).count(missing).counts(counts);
    categories.forEach(out::text);
    return out.nested(others.toBytes()).toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  public static CategoryProfile fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("a profile", bytes, FORMAT);
    long missing = in.count();
    long[] counts = in.counts(CategoryReference.MOST);
    in.require(Arrays.stream(counts).max().orElse(0) <= 1L << 50, "it has too many rows");
    List<String> categories = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      categories.add(in.text(3 * TopValues.MOST_CHARACTERS));
    }
    TopValues others = TopValues.fromBytes(in.nested(MOST_NEW_BYTES));
    in.require(others.total() <= 1L << 60 && missing <= 1L << 60, "it has too many rows");
    in.end();
    CategoryProfile read = new CategoryProfile(categories, counts, others);
    read.missing = missing;
    return read;
  }
}
