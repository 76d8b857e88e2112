// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.quality;

import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.List;

/**
 * How far predictions of a number were off; mergeable by addition.
 *
 * @param bias prediction minus label: its mean is the bias
 * @param absolute its size: the mean is the MAE
 * @param squared its square: the root of the mean is the RMSE
 * @param relative its size as a share of the label's, of labels that are not 0: the MAPE
 * @param labels the labels themselves
 */
public record RegressionErrors(
    Moments bias, Moments absolute, Moments squared, Moments relative, Moments labels) {

  /** No predictions. */
  public static final RegressionErrors EMPTY =
      new RegressionErrors(
          Moments.EMPTY, Moments.EMPTY, Moments.EMPTY, Moments.EMPTY, Moments.EMPTY);

  /** The largest prediction or label, whose square is still a number that moments take. */
  public static final double MAX_MAGNITUDE = 1e49;

  private static final int FORMAT = 1;

  public RegressionErrors {
    long n = labels.n();
    boolean same = bias.n() == n && absolute.n() == n && squared.n() == n;
    if (!same || relative.n() > n) {
      throw new IllegalArgumentException("errors of %d labels do not belong together".formatted(n));
    }
  }

  public RegressionErrors plus(double prediction, double label) {
    if (!(Math.max(Math.abs(prediction), Math.abs(label)) <= MAX_MAGNITUDE)) {
      throw new IllegalArgumentException(
          "not a prediction and a label: %s, %s".formatted(prediction, label));
    }
    double error = prediction - label;
    double share = Math.abs(error / label);
    boolean defined = label != 0 && share <= Moments.MAX_MAGNITUDE;
    return new RegressionErrors(
        bias.plus(error),
        absolute.plus(Math.abs(error)),
        squared.plus(error * error),
        defined ? relative.plus(share) : relative,
        labels.plus(label));
  }

  public RegressionErrors plus(RegressionErrors other) {
    return new RegressionErrors(
        bias.plus(other.bias),
        absolute.plus(other.absolute),
        squared.plus(other.squared),
        relative.plus(other.relative),
        labels.plus(other.labels));
  }

  /** The root of the mean squared error, and its standard error by the delta method. */
  public Result<QualityEstimate> rootMeanSquare() {
    if (squared.n() < 2) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "two predictions with labels are needed, there are " + squared.n());
    }
    double root = Math.sqrt(squared.mean());
    double error = root == 0 ? 0 : Math.sqrt(squared.varianceOfMean()) / (2 * root);
    return Result.computed(new QualityEstimate(root, error));
  }

  /** {@code 1 - SSE / SST}: the share of the labels' variance that was predicted. */
  public Result<Double> determination() {
    if (labels.n() < 2 || labels.m2() == 0) {
      return Result.degenerate(
          labels.n() < 2 ? Result.Reason.TOO_FEW_OBSERVATIONS : Result.Reason.NO_VARIATION,
          "%d labels do not vary".formatted(labels.n()));
    }
    return Result.computed(1 - squared.mean() * squared.n() / labels.m2());
  }

  public byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT);
    for (Moments each : List.of(bias, absolute, squared, relative, labels)) {
      out.count(each.n()).number(each.mean()).number(each.m2());
    }
    return out.toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  public static RegressionErrors fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("errors of predictions", bytes, FORMAT);
    RegressionErrors read =
        new RegressionErrors(moments(in), moments(in), moments(in), moments(in), moments(in));
    in.end();
    return read;
  }

  private static Moments moments(PackedInput in) {
    long n = in.count();
    in.require(n <= 1L << 60, "it has too many predictions");
    return new Moments(n, in.number(), in.number());
  }
}
