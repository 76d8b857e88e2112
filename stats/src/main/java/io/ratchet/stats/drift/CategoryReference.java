// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The categories of a feature in its reference, the {@value #MOST} most frequent by name and the
 * rest together.
 */
public final class CategoryReference implements FeatureReference {

  /** The most categories that have a count of their own. */
  public static final int MOST = 100;

  static final int FORMAT = 2;

  private final List<String> categories;
  private final long[] counts;
  private final long missing;

  private CategoryReference(List<String> categories, long[] counts, long missing) {
    this.categories = List.copyOf(categories);
    this.counts = counts;
    this.missing = missing;
  }

  /** The reference of counted values, and of how many more had none. */
  public static CategoryReference of(TopValues values, long missing) {
    List<TopValues.Counted> top = values.top(MOST);
    long[] counts = new long[top.size() + 1];
    long named = 0;
    for (int i = 0; i < top.size(); i++) {
      counts[i] = top.get(i).count();
      named += counts[i];
    }
    counts[top.size()] = values.total() - named;
    return new CategoryReference(
        top.stream().map(TopValues.Counted::value).toList(), counts, missing);
  }

  /** A past window as the reference, with the categories it was counted in. */
  public static CategoryReference of(CategoryProfile profile) {
    return new CategoryReference(profile.categories(), profile.counts(), profile.missing());
  }

  /** An empty window, to be counted against this reference. */
  public CategoryProfile newProfile() {
    return new CategoryProfile(categories);
  }

  public List<String> categories() {
    return categories;
  }

  /** The count of each category and, last, that of all others. */
  public long[] counts() {
    return counts.clone();
  }

  @Override
  public long count() {
    return Arrays.stream(counts).sum();
  }

  @Override
  public long missing() {
    return missing;
  }

  @Override
  public byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT).count(missing).counts(counts);
    categories.forEach(out::text);
    return out.toBytes();
  }

  static CategoryReference fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("a reference", bytes, FORMAT);
    long missing = in.count();
    long[] counts = in.counts(MOST + 1);
    in.require(counts.length > 0, "it has no counts");
    in.require(Arrays.stream(counts).max().orElse(0) <= 1L << 50, "it has too many rows");
    List<String> categories = new ArrayList<>();
    for (int i = 1; i < counts.length; i++) {
      categories.add(in.text(3 * TopValues.MOST_CHARACTERS));
    }
    in.end();
    in.require(categories.stream().distinct().count() == categories.size(), "a category repeats");
    return new CategoryReference(categories, counts, missing);
  }
}
