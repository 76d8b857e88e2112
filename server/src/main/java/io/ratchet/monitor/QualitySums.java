// SPDX-License-Identifier: Apache-2.0
package io.ratchet.monitor;

import io.ratchet.base.Json;
import io.ratchet.call.WatchedCalls.Deviation;
import io.ratchet.call.WatchedCalls.Labelled;
import io.ratchet.stats.quality.MulticlassCounts;
import io.ratchet.stats.quality.PredictedScores;
import io.ratchet.stats.quality.RegressionErrors;
import io.ratchet.stats.quality.ScoreHistogram;
import io.ratchet.stats.sketch.LogHistogram;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the predictions of a window and their labels add up to. Merges exactly. Mutable, for one
 * thread at a time.
 *
 * <p>Ranking, log loss and Brier's score are those of the class {@code 1} or {@code true} of a
 * model of two classes; {@code rightness} is how often a prediction of some confidence was right,
 * of any number of classes.
 */
final class QualitySums {
  private static final int FORMAT = 2;
  private static final int MOST_BYTES = 1 << 22;
  private static final List<String> TWO_CLASSES = List.of("0", "1");

  final MulticlassCounts confusion = new MulticlassCounts();
  final ScoreHistogram ranking = new ScoreHistogram();
  final ScoreHistogram rightness = new ScoreHistogram();
  final PredictedScores confidences = new PredictedScores();
  final LogHistogram lags = new LogHistogram();
  private RegressionErrors amounts = RegressionErrors.EMPTY;
  private RegressionErrors wholes = RegressionErrors.EMPTY;
  long predictions;
  long labelled;
  double lagSeconds;

  /** Adds a prediction. */
  void add(@Nullable Double confidence) {
    predictions++;
    if (confidence != null && isShare(confidence)) {
      confidences.add(confidence, true);
    }
  }

  /** Adds a label. */
  void add(Labelled label) {
    Deviation deviation = label.deviation();
    if (deviation == null) {
      return;
    }
    labelled++;
    long lag = Math.max(0, Duration.between(label.callTime(), label.time()).toMillis());
    lagSeconds += lag / 1e3;
    lags.record((double) lag);
    if (deviation.whole()) {
      addClass(label, deviation.size() == 0);
      wholes = plus(wholes, label);
    } else {
      amounts = plus(amounts, label);
    }
  }

  private static RegressionErrors plus(RegressionErrors errors, Labelled label) {
    if (!label.prediction().isNumber() || !label.label().isNumber()) {
      return errors;
    }
    double prediction = Json.number(label.prediction());
    double truth = Json.number(label.label());
    boolean fits =
        Math.max(Math.abs(prediction), Math.abs(truth)) <= RegressionErrors.MAX_MAGNITUDE;
    return fits ? errors.plus(prediction, truth) : errors;
  }

  /** Whether the model answers amounts; then whole numbers are amounts as well, and no classes. */
  boolean isRegression() {
    return amounts.labels().n() > 0;
  }

  /** Of amounts; nothing where all answers can be classes. */
  RegressionErrors errors() {
    return isRegression() ? amounts.plus(wholes) : RegressionErrors.EMPTY;
  }

  private void addClass(Labelled label, boolean right) {
    String predicted = label.predictedClass();
    String actual = label.trueClass();
    confusion.add(predicted, actual);
    Double confidence = label.confidence();
    if (confidence != null && isShare(confidence)) {
      rightness.add(confidence, right);
    }
    if (TWO_CLASSES.contains(predicted) && TWO_CLASSES.contains(actual)) {
      Double chance = label.probability();
      if (chance == null && confidence != null) {
        chance = predicted.equals("1") ? confidence : (Double) (1 - confidence);
      }
      if (chance != null && isShare(chance)) {
        ranking.add(chance, actual.equals("1"));
      }
    }
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }

  void add(QualitySums other) {
    predictions += other.predictions;
    labelled += other.labelled;
    lagSeconds += other.lagSeconds;
    confusion.add(other.confusion);
    ranking.add(other.ranking);
    rightness.add(other.rightness);
    confidences.add(other.confidences);
    lags.merge(other.lags);
    amounts = amounts.plus(other.amounts);
    wholes = wholes.plus(other.wholes);
  }

  byte[] toBytes() {
    return new PackedOutput(FORMAT)
        .count(predictions)
        .count(labelled)
        .number(lagSeconds)
        .nested(confusion.toBytes())
        .nested(ranking.toBytes())
        .nested(rightness.toBytes())
        .nested(confidences.toBytes())
        .nested(lags.toBytes())
        .nested(amounts.toBytes())
        .nested(wholes.toBytes())
        .toBytes();
  }

  static QualitySums fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("sums of quality", bytes, FORMAT);
    QualitySums read = new QualitySums();
    read.predictions = in.count();
    read.labelled = in.count();
    read.lagSeconds = in.number();
    read.confusion.add(MulticlassCounts.fromBytes(in.nested(MOST_BYTES)));
    read.ranking.add(ScoreHistogram.fromBytes(in.nested(MOST_BYTES)));
    read.rightness.add(ScoreHistogram.fromBytes(in.nested(MOST_BYTES)));
    read.confidences.add(PredictedScores.fromBytes(in.nested(MOST_BYTES)));
    read.lags.merge(LogHistogram.fromBytes(in.nested(MOST_BYTES)));
    read.amounts = RegressionErrors.fromBytes(in.nested(MOST_BYTES));
    read.wholes = RegressionErrors.fromBytes(in.nested(MOST_BYTES));
    in.end();
    return read;
  }
}
