// SPDX-License-Identifier: Apache-2.0
package io.ratchet.monitor;

import io.ratchet.base.Json;
import io.ratchet.drift.Fitness;
import io.ratchet.drift.WindowProfile;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.WilsonInterval;
import io.ratchet.stats.quality.Cbpe;
import io.ratchet.stats.quality.IsotonicCalibration;
import io.ratchet.stats.quality.MulticlassCounts;
import io.ratchet.stats.quality.QualityEstimate;
import io.ratchet.stats.quality.RegressionErrors;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Quality as JSON. What nobody knows is null, never 0. */
final class QualityJson {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final int SHOWN_CLASSES = 20;
  private static final double MILLIS = 1e3;

  private QualityJson() {}

  static ObjectNode of(QualitySums sums, @Nullable IsotonicCalibration calibration) {
    ObjectNode json =
        Json.object()
            .put("predictions", sums.predictions)
            .put("labelled", sums.labelled)
            .put(
                "coverage",
                sums.predictions == 0
                    ? null
                    : (Double) Math.min(1, (double) sums.labelled / sums.predictions));
    json.set("label_lag_seconds", lag(sums));
    json.set("classification", classification(sums));
    json.set("regression", regression(sums.errors()));
    json.set("estimate", estimate(sums, calibration));
    return json;
  }

  private static ObjectNode lag(QualitySums sums) {
    OptionalDouble median = sums.lags.quantile(0.5);
    return Json.object()
        .put("mean", sums.labelled == 0 ? null : (Double) (sums.lagSeconds / sums.labelled))
        .put("p50", median.isEmpty() ? null : (Double) (median.getAsDouble() / MILLIS));
  }

  private static @Nullable ObjectNode classification(QualitySums sums) {
    MulticlassCounts confusion = sums.confusion;
    Proportion accuracy = confusion.accuracy();
    if (accuracy.trials() == 0 || sums.isRegression()) {
      return null;
    }
    ObjectNode json = Json.object().put("accuracy", accuracy.rate());
    WilsonInterval.of(accuracy, CONFIDENCE)
        .asOptional()
        .ifPresent(interval -> json.set("accuracy_interval", ends(interval)));
    boolean two = List.of("0", "1").containsAll(confusion.classes());
    var positive = confusion.oneAgainstRest("1").rates();
    json.put("precision", number(two ? positive.precision() : confusion.macroPrecision()))
        .put("recall", number(two ? positive.recall() : confusion.macroRecall()))
        .put("f1", number(two ? positive.f1() : confusion.macroF1()))
        .put("averaging", two ? "of class 1" : "macro")
        .put("auc", value(sums.ranking.ranking()))
        .put("log_loss", mean(sums.ranking.logLoss()))
        .put("brier", mean(sums.ranking.brier()))
        .put("calibration_error", sums.rightness.calibrationError().asOptional().orElse(null));
    ArrayNode classes = json.putArray("classes");
    confusion.classes().stream()
        .limit(SHOWN_CLASSES)
        .sorted()
        .forEach(name -> {
          var counts = confusion.oneAgainstRest(name);
          var rates = counts.rates();
          classes
              .addObject()
              .put("name", name)
              .put("labelled", counts.truePositives() + counts.falseNegatives())
              .put("precision", number(rates.precision()))
              .put("recall", number(rates.recall()))
              .put("f1", number(rates.f1()));
        });
    ArrayNode cells = json.putArray("confusion");
    for (String predicted : confusion.classes().stream().limit(SHOWN_CLASSES).sorted().toList()) {
      for (String actual : confusion.classes().stream().limit(SHOWN_CLASSES).sorted().toList()) {
        long count = confusion.count(predicted, actual);
        if (count > 0) {
          cells.addObject().put("predicted", predicted).put("label", actual).put("count", count);
        }
      }
    }
    return json;
  }

  private static @Nullable ObjectNode regression(RegressionErrors errors) {
    if (errors.labels().n() == 0) {
      return null;
    }
    return Json.object()
        .put("mae", mean(errors.absolute()))
        .put("rmse", value(errors.rootMeanSquare()))
        .put("bias", mean(errors.bias()))
        .put("mape", mean(errors.relative()))
        .put("r2", errors.determination().asOptional().orElse(null));
  }

  /** The accuracy that confidences promise, beside what came true of it. */
  private static @Nullable ObjectNode estimate(
      QualitySums sums, @Nullable IsotonicCalibration calibration) {
    if (calibration == null || sums.confidences.total() == 0 || sums.isRegression()) {
      return null;
    }
    return new Cbpe(calibration)
        .estimate(sums.confidences)
        .asOptional()
        .map(expected -> {
          double accuracy = expected.accuracy().value();
          Proportion realized = sums.confusion.accuracy();
          return Json.object()
              .put("accuracy", accuracy)
              .put("standard_error", expected.accuracy().standardError())
              .put("realized_accuracy", realized.trials() == 0 ? null : (Double) realized.rate())
              .put(
                  "realized_error",
                  realized.trials() == 0 ? null : (Double) (accuracy - realized.rate()))
              .put(
                  "note", "from calibrated confidences; blind to a change of what the inputs mean");
        })
        .orElse(null);
  }

  static ObjectNode dataQuality(List<WindowProfile> windows, @Nullable Double staleSeconds) {
    Fitness fitness = new Fitness();
    long rows = 0;
    double repeated = 0;
    boolean exact = true;
    long repeatRows = 0;
    for (WindowProfile window : windows) {
      fitness.add(window.fitness());
      rows += window.rows();
      Double share = window.repeats().share();
      if (share != null) {
        repeated += share * window.rows();
        repeatRows += window.rows();
        exact &= window.repeats().isExact();
      }
    }
    ObjectNode json =
        Json.object()
            .put("score", fitness.score())
            .put("calls", rows)
            .put("values", fitness.values());
    for (Fitness.Fault fault : Fitness.Fault.values()) {
      ObjectNode one = json.putObject(fault.name().toLowerCase(java.util.Locale.ROOT));
      one.put("values", fitness.count(fault));
      ObjectNode features = one.putObject("features");
      fitness.features(fault).forEach(features::put);
    }
    json.putObject("duplicates")
        .put("share", repeatRows == 0 ? null : (Double) (repeated / repeatRows))
        .put("exact", exact);
    return json.put("seconds_since_last_call", staleSeconds);
  }

  private static ArrayNode ends(Interval interval) {
    return Json.array().add(interval.lower()).add(interval.upper());
  }

  private static @Nullable Double number(OptionalDouble number) {
    return number.isEmpty() ? null : (Double) number.getAsDouble();
  }

  private static @Nullable Double mean(Moments moments) {
    return moments.n() == 0 ? null : (Double) moments.mean();
  }

  private static @Nullable Double value(Result<QualityEstimate> result) {
    return result.asOptional().map(QualityEstimate::value).orElse(null);
  }
}
