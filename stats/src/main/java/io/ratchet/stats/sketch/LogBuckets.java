// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sketch;

/**
 * Counts by bucket index, of at most {@link LogHistogram#MAX_BUCKETS} consecutive indexes.
 *
 * <p>The window from the lowest to the highest counted index lies in a circular array whose length
 * is a power of two, so that widening it at either end moves nothing until the array doubles.
 *
 * <p>Where the window would become too wide, what is below {@code highest - MAX_BUCKETS + 1} is
 * counted there. That floor depends only on the highest index ever counted, so the order in which
 * counts arrive leaves no trace.
 */
final class LogBuckets {
  private static final int FIRST_CAPACITY = 32;

  private long[] counts = new long[FIRST_CAPACITY];
  private int lowest = Integer.MAX_VALUE;
  private int highest = Integer.MIN_VALUE;

  boolean isEmpty() {
    return lowest > highest;
  }

  int lowest() {
    return lowest;
  }

  int highest() {
    return highest;
  }

  /** The count of an index from lowest to highest. */
  long at(int index) {
    return counts[slot(index)];
  }

  /** The index that holds the given rank, counted from 1 at the lowest. */
  int atRank(long rank) {
    long passed = 0;
    for (int index = lowest; index < highest; index++) {
      passed += at(index);
      if (passed >= rank) {
        return index;
      }
    }
    return highest;
  }

  void add(int index, long times) {
    if (index < lowest || index > highest) {
      cover(index, index);
    }
    addCovered(index, times);
  }

  void merge(LogBuckets other) {
    if (other.isEmpty()) {
      return;
    }
    cover(other.lowest, other.highest);
    for (int index = other.lowest; index <= other.highest; index++) {
      addCovered(index, other.at(index));
    }
  }

  /**
   * Widens the window to hold the indexes from low to high. The caller then adds to both, so that
   * the ends of the window never have a count of zero.
   */
  void cover(int low, int high) {
    int newHighest = Math.max(highest, high);
    int newLowest = Math.max(Math.min(lowest, low), newHighest - LogHistogram.MAX_BUCKETS + 1);
    long folded = removeBelow(newLowest);
    int width = newHighest - newLowest + 1;
    if (width > counts.length) {
      grow(width);
    }
    lowest = newLowest;
    highest = newHighest;
    counts[slot(newLowest)] += folded;
  }

  /** Adds to an index of which {@link #cover} has seen to it that it has a place. */
  void addCovered(int index, long times) {
    counts[slot(Math.max(index, lowest))] += times;
  }

  private long removeBelow(int floor) {
    long removed = 0;
    for (; lowest < floor && lowest <= highest; lowest++) {
      removed += at(lowest);
      counts[slot(lowest)] = 0;
    }
    return removed;
  }

  private void grow(int width) {
    long[] wider = new long[Integer.highestOneBit(width - 1) << 1];
    for (int index = lowest; index <= highest; index++) {
      wider[index & (wider.length - 1)] = at(index);
    }
    counts = wider;
  }

  private int slot(int index) {
    return index & (counts.length - 1);
  }
}
