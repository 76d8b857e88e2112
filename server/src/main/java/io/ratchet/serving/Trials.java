// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.base.Ticker;
import io.ratchet.http.Outbound;
import io.ratchet.model.ModelContent;
import io.ratchet.registry.Semver;
import io.ratchet.storage.Artifacts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a model that serves nobody, to see what it would answer: no call comes of it, and nothing
 * stays loaded.
 */
public final class Trials implements AutoCloseable {
  private static final Semver NONE = Semver.parse("0.0.0-trial");
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Loader loader;
  private final ServingLimits limits;
  private final Ticker ticker;

  public Trials(
      Artifacts artifacts,
      Outbound outbound,
      ServingLimits limits,
      Ticker ticker,
      InstantSource time) {
    this.loader = new Loader(artifacts, outbound, limits, ticker, time);
    this.limits = limits;
    this.ticker = ticker;
  }

  /**
   * The answers to rows, in their order.
   *
   * @param rows features by name
   * @return for each row the probabilities of the classes, or the number where the model gives
   *     none; empty for a row that the model refuses
   */
  public List<double[]> answers(String model, ModelContent content, List<ObjectNode> rows) {
    Loaded loaded =
        loader.load(
            new LiveModels.Resolved(model, NONE, content, content.sha256(), null, null, false, ""),
            (_, _, _) -> {
              throw Failure.conflict(
                  "a pipeline of models is not tried", "try the models of its stages");
            });
    try {
      double[][] answers = new double[rows.size()][];
      for (int from = 0; from < rows.size(); from += limits.maxRows()) {
        ask(loaded, rows, from, Math.min(rows.size(), from + limits.maxRows()), answers);
      }
      return List.of(answers);
    } finally {
      loaded.retire();
    }
  }

  private void ask(Loaded loaded, List<ObjectNode> rows, int from, int to, double[][] answers) {
    Rows read = new Rows(loaded.columns(), to - from);
    List<Integer> fit = new ArrayList<>();
    for (int i = from; i < to; i++) {
      List<Problem> problems = new ArrayList<>();
      loaded.columns().read(rows.get(i), "row", read, fit.size(), problems);
      if (problems.isEmpty()) {
        fit.add(i);
      } else {
        answers[i] = Prediction.NONE;
      }
    }
    if (fit.isEmpty()) {
      return;
    }
    int[] places = new int[fit.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    List<Prediction> predictions = loaded.predict(read.pick(places), Deadline.in(PATIENCE, ticker));
    for (int i = 0; i < places.length; i++) {
      Prediction given = predictions.get(i);
      answers[fit.get(i)] =
          given.probabilities().length > 0
              ? given.probabilities()
              : new double[] {given.answer().asDouble(Double.NaN)};
    }
  }

  @Override
  public void close() {
    loader.close();
  }
}
