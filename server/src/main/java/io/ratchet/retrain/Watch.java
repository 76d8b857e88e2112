// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known about a model in service: the senses of the triggers. Null is unknown. */
public interface Watch {
  /** Nothing is known. */
  Seen UNKNOWN = new Seen(null, null, null);

  /**
   * What was seen since a moment.
   *
   * @param since the newest training, or the beginning
   */
  Seen seen(String model, Instant since);

  /** All of it. */
  record Seen(@Nullable Drift drift, @Nullable Accuracy accuracy, @Nullable Errors errors) {}

  /**
   * The latest look at drift.
   *
   * @param score from 0 to 1; null where the data did not suffice
   * @param alarm whether drift was told from noise, and stayed
   * @param severity in a word
   * @param evidence the same as long as the report is
   */
  record Drift(@Nullable Double score, boolean alarm, @Nullable String severity, String evidence) {}

  /**
   * How often the newest labels agree with the predictions.
   *
   * @param baseline what it was when the version was new
   * @param upper what the true accuracy is below, by the confidence of its source
   * @param labels how many it is an estimate of
   * @param evidence the same as long as the labels are
   */
  record Accuracy(double now, double baseline, double upper, long labels, String evidence) {}

  /**
   * How many requests failed.
   *
   * @param rate of failures, from 0 to 1
   * @param lower what the true rate is above
   * @param requests how many it is an estimate of
   * @param evidence the same as long as the requests are
   */
  record Errors(double rate, double lower, long requests, String evidence) {}
}
