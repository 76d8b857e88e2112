// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * A window that grows while its mean stays and drops its older part when that differs.
 *
 * <p>ADWIN2: Bifet and Gavalda, "Learning from Time-Varying Data with Adaptive Windowing", SDM
 * 2007. The window is kept in rows of buckets, a bucket of row i holding 2^i values, at most
 * {@value #BUCKETS} and one more for a moment in a row, so that memory is logarithmic in its length
 * W. Every {@value #CLOCK} values, each cut between buckets into n0 older and n1 newer values is
 * tried, and the oldest bucket goes while the means differ by more than {@code e = sqrt(2 v d / m)
 * + 2 d / 3m} with the window's variance v, {@code d = ln(2 ln(W) / delta)} and {@code 1/m = 1/(n0
 * - 4) + 1/(n1 - 4)} (section 4, equation 3.1 with the normal approximation's variance term).
 *
 * <p>Takes values of any size, in either direction. Delta bounds the chance of a false alarm per
 * check in theory; there are many checks.
 */
public final class Adwin implements StreamDetector {

  /** The usual delta. */
  public static final double USUAL_DELTA = 0.002;

  private static final int CLOCK = 32;
  private static final int BUCKETS = 5;
  private static final int SHORTEST = 5;
  private static final int GRACE = 10;

  private final double delta;
  private List<Row> rows = new ArrayList<>(List.of(new Row()));
  private double width;
  private double total;
  private double variance;
  private long ticks;
  private boolean drifted;

  public Adwin(double delta) {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("not a confidence: " + delta);
    }
    this.delta = delta;
  }

  /** Buckets of one size, the oldest first. */
  private static final class Row {
    private final double[] totals = new double[BUCKETS + 1];
    private final double[] variances = new double[BUCKETS + 1];
    private int size;

    void add(double total, double variance) {
      totals[size] = total;
      variances[size++] = variance;
    }

    void drop(int oldest) {
      size -= oldest;
      System.arraycopy(totals, oldest, totals, 0, size);
      System.arraycopy(variances, oldest, variances, 0, size);
    }
  }

  /** How many values the window holds. */
  public long width() {
    return (long) width;
  }

  /** The mean of the window; 0 while it is empty. */
  public double mean() {
    return width == 0 ? 0 : total / width;
  }

  @Override
  public Signal update(double value) {
    StreamDetector.finite(value);
    if (drifted) {
      rows = new ArrayList<>(List.of(new Row()));
      width = 0;
      total = 0;
      variance = 0;
      ticks = 0;
    }
    width++;
    if (width > 1) {
      double missed = value - total / (width - 1);
      variance += (width - 1) * missed * missed / width;
    }
    total += value;
    rows.getFirst().add(value, 0);
    compress();
    ticks++;
    drifted = ticks % CLOCK == 0 && width > GRACE && shrink();
    return drifted ? Signal.DRIFT : Signal.NONE;
  }

  private void compress() {
    for (int i = 0; rows.get(i).size > BUCKETS; i++) {
      if (i + 1 == rows.size()) {
        rows.add(new Row());
      }
      Row row = rows.get(i);
      double n = size(i);
      double missed = (row.totals[0] - row.totals[1]) / n;
      double joined = row.variances[0] + row.variances[1] + n * missed * missed / 2;
      rows.get(i + 1).add(row.totals[0] + row.totals[1], joined);
      row.drop(2);
    }
  }

  private static double size(int row) {
    return 1L << row;
  }

  /** Drops the oldest buckets while some cut shows two means; answers whether any went. */
  private boolean shrink() {
    boolean shrunk = false;
    while (anyCut()) {
      dropOldest();
      shrunk = true;
    }
    return shrunk;
  }

  private boolean anyCut() {
    double older = 0;
    double olderTotal = 0;
    for (int i = rows.size() - 1; i >= 0; i--) {
      Row row = rows.get(i);
      for (int bucket = 0; bucket < row.size; bucket++) {
        older += size(i);
        olderTotal += row.totals[bucket];
        boolean newest = i == 0 && bucket == row.size - 1;
        if (!newest && differ(older, olderTotal)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean differ(double older, double olderTotal) {
    double newer = width - older;
    if (older < SHORTEST || newer < SHORTEST) {
      return false;
    }
    double logarithm = Math.log(2 * Math.log(width) / delta);
    double inverse = 1 / (older - SHORTEST + 1) + 1 / (newer - SHORTEST + 1);
    double bound =
        Math.sqrt(2 * inverse * (variance / width) * logarithm) + 2.0 / 3 * logarithm * inverse;
    return Math.abs(olderTotal / older - (total - olderTotal) / newer) > bound;
  }

  private void dropOldest() {
    Row row = rows.getLast();
    double n = size(rows.size() - 1);
    width -= n;
    total -= row.totals[0];
    double missed = row.totals[0] / n - total / width;
    variance = Math.max(0, variance - row.variances[0] - n * width * missed * missed / (n + width));
    row.drop(1);
    if (row.size == 0) {
      rows.removeLast();
    }
  }
}
