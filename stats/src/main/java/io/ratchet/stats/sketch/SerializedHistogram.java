// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sketch;

import static io.ratchet.stats.sketch.LogHistogram.MAX_BUCKETS;
import static io.ratchet.stats.sketch.LogHistogram.MAX_COUNT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A histogram read in place from its bytes, all of which have been checked.
 *
 * <p>Layout: format (one byte), number of zeros, number of non-empty buckets (both varints); unless
 * both are 0 then minimum and maximum (8 bytes each, big-endian doubles); and where there are
 * buckets the lowest index (zigzag varint) and a token for each in ascending order. A token is one
 * byte: three bits for the number of empty buckets before it, five for its count less one. A field
 * whose bits are all ones is followed by a varint with what exceeds it, the gap's first.
 *
 * <p>Checking comes first and whole, so that merging cannot fail half way. It sums eight tokens at
 * a time where none of them has a varint, which is most of the time.
 */
final class SerializedHistogram {
  static final byte FORMAT = 1;
  static final int GAP_SHIFT = 5;
  static final int LONG_GAP = 7;
  static final int LARGE_COUNT = 31;
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final int FIRST_BUCKET = LogHistogram.bucketOf(Double.MIN_NORMAL);

  private final ByteBuffer bytes;
  private final int firstToken;
  private final int tokens;
  private final int end;
  private final long zeros;
  private final double min;
  private final double max;
  private int lowest;
  private int highest;
  private long count;
  private int at;

  /** Reads and checks the histogram at the buffer's position, which stays where it is. */
  SerializedHistogram(ByteBuffer bytes) {
    this.bytes = bytes;
    at = bytes.position();
    require(nextByte() == FORMAT, "its format is not " + FORMAT);
    zeros = nextVarint();
    long buckets = nextVarint();
    require(zeros <= MAX_COUNT && buckets <= MAX_BUCKETS, "it claims too many values or buckets");
    tokens = (int) buckets;
    count = zeros;
    boolean empty = zeros + tokens == 0;
    min = empty ? Double.POSITIVE_INFINITY : nextDouble();
    max = empty ? Double.NEGATIVE_INFINITY : nextDouble();
    if (tokens > 0) {
      long zigzag = nextVarint();
      require(zigzag < 1 << 20, "its lowest bucket is out of range");
      lowest = (int) (zigzag >>> 1) ^ -(int) (zigzag & 1);
    }
    firstToken = at;
    checkTokens();
    checkExtremes();
    end = at;
  }

  long count() {
    return count;
  }

  long zeros() {
    return zeros;
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  /** The buffer position behind the last byte. */
  int end() {
    return end;
  }

  void addTo(LogBuckets buckets) {
    if (tokens == 0) {
      return;
    }
    buckets.cover(lowest, highest);
    at = firstToken;
    int index = lowest - 1;
    for (int i = 0; i < tokens; i++) {
      int token = bytes.get(at++) & 0xff;
      index += 1 + (int) gap(token);
      buckets.addCovered(index, times(token));
    }
  }

  private void checkTokens() {
    require(tokens == 0 || peek() >>> GAP_SHIFT == 0, "its lowest bucket is empty");
    long index = lowest - 1L;
    int left = tokens;
    while (left > 0) {
      long eight = left >= 8 && at + 8 <= bytes.limit() ? bytes.getLong(at) : -1;
      long gaps = (eight >>> GAP_SHIFT) & (EACH_BYTE * LONG_GAP);
      long counts = eight & (EACH_BYTE * LARGE_COUNT);
      long longGaps = (gaps + EACH_BYTE) & (EACH_BYTE * (LONG_GAP + 1));
      long largeCounts = (counts + EACH_BYTE) & (EACH_BYTE * (LARGE_COUNT + 1));
      if ((longGaps | largeCounts) == 0) {
        index += 8 + ((gaps * EACH_BYTE) >>> 56);
        count += 8 + ((counts * EACH_BYTE) >>> 56);
        at += 8;
        left -= 8;
      } else {
        int token = nextByte();
        long gap = gap(token);
        long times = times(token);
        require(gap < MAX_BUCKETS && times > 0 && times <= MAX_COUNT, "a bucket is out of range");
        index += 1 + gap;
        count += times;
        left--;
      }
      require(index - lowest < MAX_BUCKETS && count <= MAX_COUNT, "it is too wide or too full");
    }
    highest = (int) index;
  }

  /** Allows one bucket of difference, the logarithm's last bit being the platform's own. */
  private void checkExtremes() {
    if (count == 0) {
      return;
    }
    require(
        Double.doubleToRawLongBits(min) >= 0 && min <= max && max <= Double.MAX_VALUE,
        "its minimum and maximum are not an ordered pair of values");
    require(zeros > 0 == min < Double.MIN_NORMAL, "its minimum and its zeros disagree");
    require(tokens > 0 == max >= Double.MIN_NORMAL, "its maximum and its buckets disagree");
    if (tokens > 0) {
      int bottom = zeros > 0 ? FIRST_BUCKET : LogHistogram.bucketOf(min);
      boolean collapsed = highest - lowest == MAX_BUCKETS - 1;
      require(
          lowest >= bottom - 1 && (zeros > 0 || collapsed || lowest <= bottom + 1),
          "its minimum and its lowest bucket disagree");
      require(
          Math.abs(highest - LogHistogram.bucketOf(max)) <= 1,
          "its maximum and its highest bucket disagree");
    }
  }

  private long gap(int token) {
    int gap = token >>> GAP_SHIFT;
    return gap < LONG_GAP ? gap : gap + nextVarint();
  }

  private long times(int token) {
    int more = token & LARGE_COUNT;
    return more < LARGE_COUNT ? more + 1 : more + 1 + nextVarint();
  }

  private int peek() {
    require(at < bytes.limit(), "it is cut short");
    return bytes.get(at) & 0xff;
  }

  private int nextByte() {
    int next = peek();
    at++;
    return next;
  }

  private double nextDouble() {
    require(at + 8 <= bytes.limit(), "it is cut short");
    long bits = bytes.getLong(at);
    at += 8;
    boolean bigEndian = bytes.order() == ByteOrder.BIG_ENDIAN;
    return Double.longBitsToDouble(bigEndian ? bits : Long.reverseBytes(bits));
  }

  private long nextVarint() {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int next = nextByte();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        require(next > 0 || shift == 0, "a number has more bytes than it needs");
        return value;
      }
    }
    throw new IllegalArgumentException("not a histogram: a number has more than 63 bits");
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException("not a histogram: " + fault);
    }
  }
}
