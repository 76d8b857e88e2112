// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.quality;

import io.ratchet.stats.Result;
import java.util.OptionalDouble;

/**
 * How good predictions will turn out, from calibrated scores alone, before labels come.
 *
 * <p>Confidence-based performance estimation: with p the chance that a score stands for, a
 * prediction of the positive class is expected to be p true and 1 - p false positives, one of the
 * negative class p false and 1 - p true negatives; the ratios of the sums estimate the metrics.
 * Bialek, Kuberski, Perrakis and Bifet, "Estimating Model Performance Under Covariate Shift Without
 * Labels" (2024), section 4. The standard error is that of what will be realised, each outcome
 * being a draw with chance p, carried to the ratio by its derivative.
 *
 * <p>Assumes that scores are calibrated and stay so: it sees changes of the inputs and is blind to
 * concept drift, when the same inputs come to mean something else. It is to be read beside a
 * detector on the labels that do come, and beside its own realised error.
 */
public record Cbpe(IsotonicCalibration calibration) {

  /**
   * What is expected of a window.
   *
   * @param expected the four expected numbers
   * @param area under the receiver operating characteristic, without an error of its own
   */
  public record Expectation(
      ConfusionRates expected,
      QualityEstimate accuracy,
      Result<QualityEstimate> precision,
      Result<QualityEstimate> recall,
      Result<QualityEstimate> f1,
      OptionalDouble area) {}

  /** The expected confusion of these predictions. */
  public ConfusionRates confusion(PredictedScores scores) {
    double called = 0;
    double calledTrue = 0;
    double rest = 0;
    double restTrue = 0;
    for (int bin = 0; bin < ScoreHistogram.BINS; bin++) {
      double chance = calibration.chance(ScoreHistogram.middle(bin));
      called += scores.positives(bin);
      calledTrue += chance * scores.positives(bin);
      rest += scores.negatives(bin);
      restTrue += chance * scores.negatives(bin);
    }
    return new ConfusionRates(
        calledTrue, Math.max(0, called - calledTrue), Math.max(0, rest - restTrue), restTrue);
  }

  public Result<Expectation> estimate(PredictedScores scores) {
    if (scores.total() == 0) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS, "there are no predictions to estimate from");
    }
    ConfusionRates expected = confusion(scores);
    double n = scores.total();
    double truth = expected.truePositives() + expected.falseNegatives();
    double called = expected.truePositives() + expected.falsePositives();
    double hits = expected.truePositives();
    double both = truth + called;
    Result<QualityEstimate> precision =
        ratio(expected.precision(), error(scores, 1 / called, 0), "nothing was called positive");
    Result<QualityEstimate> recall =
        ratio(
            expected.recall(),
            error(scores, (truth - hits) / (truth * truth), -hits / (truth * truth)),
            "nothing positive is expected");
    Result<QualityEstimate> f1 =
        ratio(
            expected.f1(),
            error(scores, 2 * (both - hits) / (both * both), -2 * hits / (both * both)),
            "nothing is called or expected positive");
    return Result.computed(
        new Expectation(
            expected,
            new QualityEstimate(expected.accuracy().orElseThrow(), error(scores, 1 / n, -1 / n)),
            precision,
            recall,
            f1,
            area(scores)));
  }

  private static Result<QualityEstimate> ratio(OptionalDouble value, double error, String none) {
    return value.isPresent()
        ? Result.computed(new QualityEstimate(value.getAsDouble(), error))
        : Result.degenerate(Result.Reason.TOO_FEW_OBSERVATIONS, none);
  }

  /** The deviation of a sum of outcomes that weigh so much where called positive, and where not. */
  private double error(PredictedScores scores, double called, double rest) {
    double variance = 0;
    for (int bin = 0; bin < ScoreHistogram.BINS; bin++) {
      double chance = calibration.chance(ScoreHistogram.middle(bin));
      double outcome = chance * (1 - chance);
      variance += called * called * outcome * scores.positives(bin);
      variance += rest * rest * outcome * scores.negatives(bin);
    }
    return Math.sqrt(variance);
  }

  /** The area if each score were a positive by its chance and a negative by the rest of it. */
  private OptionalDouble area(PredictedScores scores) {
    double positives = 0;
    double negatives = 0;
    double won = 0;
    for (int bin = 0; bin < ScoreHistogram.BINS; bin++) {
      double chance = calibration.chance(ScoreHistogram.middle(bin));
      double here = (double) scores.positives(bin) + scores.negatives(bin);
      won += chance * here * (negatives + (1 - chance) * here / 2);
      positives += chance * here;
      negatives += (1 - chance) * here;
    }
    double pairs = positives * negatives;
    return pairs > 0 ? OptionalDouble.of(won / pairs) : OptionalDouble.empty();
  }
}
