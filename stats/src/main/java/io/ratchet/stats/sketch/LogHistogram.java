// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sketch;

import io.ratchet.stats.Moments;
import java.nio.ByteBuffer;
import java.util.OptionalDouble;

/**
 * Counts of non-negative values in buckets that widen in proportion to the value, so that any
 * quantile is known to within {@link #RELATIVE_ACCURACY} of itself. Made for latencies and costs.
 *
 * <p>Bucket i holds {@code (g^(i-1), g^i]} with {@code g = (1 + a) / (1 - a)} and answers for all
 * of it with {@code 2 g^i / (g + 1)}, which is within a of both ends: Masson, Rim and Lee,
 * "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error Guarantees", VLDB 2019,
 * section 2. Own code, because it takes about half the bytes of that paper's Java library and of
 * HdrHistogram, adds up thousands of serialized busy minutes faster and without garbage, and
 * refuses damaged bytes before it has merged any.
 *
 * <p>Count, minimum and maximum are exact. Values below {@link Double#MIN_NORMAL} count as zero. At
 * most {@link #MAX_BUCKETS} buckets are kept below the highest one; what is lower, by a factor of
 * more than 10^17, is counted in the lowest of them and loses accuracy, not its rank.
 *
 * <p>Merging is associative and commutative down to the serialized bytes: they depend only on which
 * values were recorded, not on order, partition or history. No sum is kept, since sums of doubles
 * are not like that; {@link Moments} has the mean.
 *
 * <p>Instances are mutable and not thread-safe.
 */
public final class LogHistogram {

  /** How far a quantile may be from the recorded value of its rank, as a share of that value. */
  public static final double RELATIVE_ACCURACY = 0.01;

  /** The limit on buckets, and so on memory (16 KB) and on serialized size. */
  public static final int MAX_BUCKETS = 2048;

  /** The limit on the number of recorded values. */
  public static final long MAX_COUNT = 1L << 60;

  private static final double GROWTH = (1 + RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY);
  private static final int NO_BUCKET = Integer.MIN_VALUE;
  private static final double LOG_GROWTH = Math.log(GROWTH);

  /** Undoes the two roundings in {@code share * count}, so that 0.07 of 100 is 7 and not above. */
  private static final double RANK_SLACK = 1 - 0x1p-51;

  private final LogBuckets buckets = new LogBuckets();
  private long zeros;
  private long count;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** A histogram without values. */
  public LogHistogram() {}

  /** The histogram that {@link #toBytes} wrote; refuses any other bytes. */
  public static LogHistogram fromBytes(byte[] serialized) {
    LogHistogram histogram = new LogHistogram();
    ByteBuffer buffer = ByteBuffer.wrap(serialized);
    histogram.mergeFrom(buffer);
    if (buffer.hasRemaining()) {
      throw new IllegalArgumentException(
          "%d bytes follow the end of the histogram".formatted(buffer.remaining()));
    }
    return histogram;
  }

  public void record(double value) {
    record(value, 1);
  }

  /** Records the value a number of times. */
  public void record(double value, long times) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("not a finite value of at least 0: " + value);
    }
    if (times < 1) {
      throw new IllegalArgumentException("not a positive number of times: " + times);
    }
    double unsigned = value + 0.0;
    include(times, unsigned, unsigned);
    if (value < Double.MIN_NORMAL) {
      zeros += times;
    } else {
      buckets.add(bucketOf(value), times);
    }
  }

  /** Adds what the other histogram recorded. */
  public void merge(LogHistogram other) {
    include(other.count, other.min, other.max);
    zeros += other.zeros;
    buckets.merge(other.buckets);
  }

  /**
   * Adds one serialized histogram, without making an object of it, and moves the buffer's position
   * behind it.
   *
   * @throws IllegalArgumentException if the bytes are not what {@link #toBytes} writes; this
   *     histogram and the buffer are then unchanged
   */
  public void mergeFrom(ByteBuffer serialized) {
    SerializedHistogram other = new SerializedHistogram(serialized);
    include(other.count(), other.min(), other.max());
    zeros += other.zeros();
    other.addTo(buckets);
    serialized.position(other.end());
  }

  /** The canonical serialized form: equal contents give equal bytes. */
  public byte[] toBytes() {
    return HistogramWriter.write(zeros, min, max, buckets);
  }

  public long count() {
    return count;
  }

  /** The smallest recorded value, exactly. */
  public OptionalDouble min() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(min);
  }

  /** The largest recorded value, exactly. */
  public OptionalDouble max() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(max);
  }

  /**
   * The smallest recorded value that at least the given share of all values does not exceed: the
   * value of rank {@code ceil(share * count)}, from 1, without interpolation (definition 1 of
   * Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996). Rank 1 and the last rank
   * are exact, others accurate to {@link #RELATIVE_ACCURACY}. Empty without values.
   */
  public OptionalDouble quantile(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("not a share from 0 to 1: " + share);
    }
    if (count == 0) {
      return OptionalDouble.empty();
    }
    long rank = (long) Math.ceil(share * count * RANK_SLACK);
    return OptionalDouble.of(atRank(Math.max(1, rank)));
  }

  /**
   * The recorded value of this rank, from 1 for the smallest; accurate like {@link #quantile}.
   *
   * @throws IllegalArgumentException without a value of this rank
   */
  public double atRank(long rank) {
    if (rank < 1 || rank > count) {
      throw new IllegalArgumentException("no rank %d among %d values".formatted(rank, count));
    }
    return Math.clamp(valueOf(rank), min, max);
  }

  private double valueOf(long rank) {
    if (rank <= 1) {
      return min;
    }
    if (rank >= count) {
      return max;
    }
    if (rank <= zeros) {
      return 0;
    }
    return valueOf(buckets.atRank(rank - zeros));
  }

  /** The value that stands for all of a bucket, see {@link #bucketOf}. */
  public static double valueOf(int bucket) {
    return bucket == NO_BUCKET ? 0 : Math.exp(bucket * LOG_GROWTH) * 2 / (1 + GROWTH);
  }

  private void include(long times, double lowest, double highest) {
    if (times > MAX_COUNT - count) {
      throw new IllegalArgumentException(
          "a histogram holds at most %d values".formatted(MAX_COUNT));
    }
    count += times;
    min = Math.min(min, lowest);
    max = Math.max(max, highest);
  }

  /**
   * The number of the bucket that a value falls into, the same for ever; for whoever counts buckets
   * elsewhere. Zero and what is too small for a bucket have one of their own.
   */
  public static int bucketOf(double value) {
    return value < Double.MIN_NORMAL ? NO_BUCKET : (int) Math.ceil(Math.log(value) / LOG_GROWTH);
  }
}
