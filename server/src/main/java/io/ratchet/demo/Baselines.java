// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import io.ratchet.training.Budget;
import io.ratchet.training.Split;
import io.ratchet.training.Trained;
import io.ratchet.training.Trainer;
import java.time.Duration;

/**
 * What one gets without a loop: the first model for ever, and a new one every day. Both are trained
 * as the server trains, and asked the same rows in the same order; nothing of them is served.
 */
final class Baselines {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final TimedTable table;
  private final String trainer;
  private final int window;
  private final int lag;
  private final Ticker ticker;

  /**
   * Baselines for a table.
   *
   * @param window most rows that a training learns from
   * @param lag days until the classes of a day are known
   */
  Baselines(TimedTable table, String trainer, int window, int lag, Ticker ticker) {
    this.table = table;
    this.trainer = trainer;
    this.window = window;
    this.lag = lag;
    this.ticker = ticker;
  }

  /** How many rows each of them got right, by day. */
  record Right(int[] frozen, int[] daily) {}

  Right run() {
    Trained frozen = train(0, table.first());
    Right right = new Right(new int[table.days()], new int[table.days()]);
    Trained today = frozen;
    for (int day = 0; day < table.days(); day++) {
      int known = table.from(Math.max(0, day - lag));
      today = day > lag ? trainedOr(today, Math.max(0, known - window), known) : today;
      right.frozen()[day] = right(frozen, day);
      right.daily()[day] = right(today, day);
    }
    return right;
  }

  private Trained train(int from, int to) {
    return Trainer.named(trainer)
        .train(
            table.data().slice(from, to),
            new Split.ByTime(0),
            new Budget(ticker, LIMIT, () -> false));
  }

  /** A window without one of the classes teaches nothing: yesterday's model stays. */
  private Trained trainedOr(Trained yesterday, int from, int to) {
    try {
      return train(from, to);
    } catch (Failure nothingToLearn) {
      return yesterday;
    }
  }

  private int right(Trained model, int day) {
    int from = table.from(day);
    float[][] rows = new float[table.from(day + 1) - from][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = table.data().row(from + i);
    }
    int right = 0;
    float[][] answers = model.answers(rows);
    for (int i = 0; i < rows.length; i++) {
      if (likeliest(answers[i]) == table.code(from + i)) {
        right++;
      }
    }
    return right;
  }

  private static int likeliest(float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }
}
