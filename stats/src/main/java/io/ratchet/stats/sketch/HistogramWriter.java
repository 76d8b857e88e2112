// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sketch;

import static io.ratchet.stats.sketch.SerializedHistogram.GAP_SHIFT;
import static io.ratchet.stats.sketch.SerializedHistogram.LARGE_COUNT;
import static io.ratchet.stats.sketch.SerializedHistogram.LONG_GAP;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes the layout that {@link SerializedHistogram} describes, each histogram in one way only. */
final class HistogramWriter {
  private static final int MAX_HEADER_BYTES = 40;
  private static final int MAX_TOKEN_BYTES = 12;

  private HistogramWriter() {}

  static byte[] write(long zeros, double min, double max, LogBuckets buckets) {
    int occupied = 0;
    for (int index = buckets.lowest(); index <= buckets.highest(); index++) {
      occupied += buckets.at(index) > 0 ? 1 : 0;
    }
    ByteBuffer out = ByteBuffer.allocate(MAX_HEADER_BYTES + MAX_TOKEN_BYTES * occupied);
    out.put(SerializedHistogram.FORMAT);
    putVarint(out, zeros);
    putVarint(out, occupied);
    if (min <= max) {
      out.putDouble(min).putDouble(max);
    }
    if (occupied > 0) {
      putVarint(out, (buckets.lowest() << 1) ^ (buckets.lowest() >> 31));
      putTokens(out, buckets);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void putTokens(ByteBuffer out, LogBuckets buckets) {
    int gap = 0;
    for (int index = buckets.lowest(); index <= buckets.highest(); index++) {
      long more = buckets.at(index) - 1;
      if (more < 0) {
        gap++;
        continue;
      }
      out.put((byte) (Math.min(gap, LONG_GAP) << GAP_SHIFT | Math.min(more, LARGE_COUNT)));
      if (gap >= LONG_GAP) {
        putVarint(out, gap - LONG_GAP);
      }
      if (more >= LARGE_COUNT) {
        putVarint(out, more - LARGE_COUNT);
      }
      gap = 0;
    }
  }

  private static void putVarint(ByteBuffer out, long value) {
    long rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      out.put((byte) (rest | 0x80));
    }
    out.put((byte) rest);
  }
}
