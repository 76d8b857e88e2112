// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.base.Digest;
import io.ratchet.base.Json;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How many rows were there before, from a sample of different rows in bounded memory.
 *
 * <p>A row takes part by its hash, so all its copies do or none; when more than {@value #MOST}
 * different ones take part, every second of them is dropped for good. Gibbons, "Distinct Sampling
 * for Highly-Accurate Answers to Distinct Values Queries", VLDB 2001. Up to {@value #MOST}
 * different rows the count is exact. Merges. Mutable, for one thread at a time.
 */
public final class Repeats {
  static final int MOST = 1_024;
  private static final int FORMAT = 1;
  private static final int MOST_LEVEL = 60;

  private final TreeMap<Long, Long> counts = new TreeMap<>();
  private int level;

  void add(JsonNode row) {
    String digest = Digest.sha256(Json.bytes(row));
    add(Long.parseUnsignedLong(digest.substring(0, 15), 16), 1);
  }

  private void add(long hash, long times) {
    if (Long.numberOfTrailingZeros(hash) >= level) {
      counts.merge(hash, times, Math::addExact);
      while (counts.size() > MOST && level < MOST_LEVEL) {
        level++;
        counts.keySet().removeIf(each -> Long.numberOfTrailingZeros(each) < level);
      }
    }
  }

  void add(Repeats other) {
    level = Math.max(level, other.level);
    counts.keySet().removeIf(each -> Long.numberOfTrailingZeros(each) < level);
    other.counts.forEach(this::add);
  }

  /** The share of rows that had come before in the window; null without rows. */
  public @Nullable Double share() {
    long rows = counts.values().stream().mapToLong(Long::longValue).sum();
    return rows == 0 ? null : (Double) ((double) (rows - counts.size()) / rows);
  }

  /** Whether every row took part. */
  public boolean isExact() {
    return level == 0;
  }

  byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT).count(level).count(counts.size());
    for (Map.Entry<Long, Long> one : counts.entrySet()) {
      out.count(one.getKey()).count(one.getValue());
    }
    return out.toBytes();
  }

  static Repeats fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("a sample of rows", bytes, FORMAT);
    Repeats read = new Repeats();
    read.level = in.count(MOST_LEVEL);
    for (int left = in.count(MOST); left > 0; left--) {
      read.counts.put(in.count(), in.count());
    }
    in.end();
    return read;
  }
}
