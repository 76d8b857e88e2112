// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.base.Ticker;
import io.ratchet.http.Outbound;
import io.ratchet.model.Feature;
import io.ratchet.model.Golden;
import io.ratchet.model.ModelSource;
import io.ratchet.model.Signature;
import io.ratchet.storage.Artifacts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Makes versions ready: reads them, runs them once, and holds them against their known answers. */
final class Loader implements AutoCloseable {
  private static final double RELATIVE = 1e-4;
  private static final double ABSOLUTE = 1e-6;
  static final Duration FIRST_RUN = Duration.ofMinutes(1);

  private final Artifacts artifacts;
  private final RemoteModel remote;
  private final ServingLimits limits;
  private final Ticker ticker;
  private final InstantSource time;
  private final ExecutorService pool;
  private final @Nullable Cache<Rows.Key, Prediction> cache;
  private final int runners = Runtime.getRuntime().availableProcessors();

  Loader(
      Artifacts artifacts,
      Outbound outbound,
      ServingLimits limits,
      Ticker ticker,
      InstantSource time) {
    this.artifacts = artifacts;
    this.remote = new RemoteModel(outbound, limits.maxAnswerBytes());
    this.limits = limits;
    this.ticker = ticker;
    this.time = time;
    this.pool =
        Executors.newFixedThreadPool(
            2 * runners, Thread.ofPlatform().daemon().name("models-", 0).factory());
    this.cache =
        limits.cacheEntries() == 0
            ? null
            : Caffeine.newBuilder()
                .maximumSize(limits.cacheEntries())
                .executor((Executor) Runnable::run)
                .build();
  }

  /**
   * Makes a version ready.
   *
   * @param crew does the stages of pipelines
   * @throws Failure where it cannot serve; the message says why
   */
  Loaded load(LiveModels.Resolved version, PipelinePredictor.Crew crew) {
    Columns columns = new Columns(version.content().signature());
    Effort effort = new Effort(ticker, time);
    Deadline deadline = Deadline.in(FIRST_RUN, ticker);
    Predictor predictor =
        switch (version.content().source()) {
          case ModelSource.Onnx onnx ->
              new OnnxPredictor(
                  artifacts.get(onnx.sha256()), columns, pool, runners, limits, effort);
          case ModelSource.Kserve kserve -> KservePredictor.open(kserve, columns, remote, deadline);
          case ModelSource.Http http -> new HttpPredictor(http.url(), columns, remote);
          case ModelSource.Pipeline pipeline -> new PipelinePredictor(pipeline, columns, crew);
          case ModelSource.Elsewhere _ ->
              throw Failure.conflict(
                  "the model is served elsewhere: there is nothing to run",
                  "register a version with a file or an address");
        };
    try {
      if (version.content().source() instanceof ModelSource.Onnx) {
        warmUp(predictor, columns, deadline);
      }
      hold(predictor, columns, version.content().golden(), deadline);
      return new Loaded(version, columns, predictor, effort, limits, cache, ticker);
    } catch (RuntimeException e) {
      predictor.close();
      throw e;
    }
  }

  /** One row and as many as fit, so that the first request finds everything in its place. */
  private void warmUp(Predictor predictor, Columns columns, Deadline deadline) {
    for (int count : new int[] {1, limits.maxBatch()}) {
      Rows rows = new Rows(columns, count);
      for (int row = 0; row < count; row++) {
        for (int column = 0; column < columns.size(); column++) {
          fill(rows, row, column, columns.feature(column));
        }
      }
      check(columns.signature(), predictor.predict(rows, deadline).getFirst());
    }
  }

  private static void fill(Rows rows, int row, int column, Feature feature) {
    if (Columns.isWord(feature)) {
      rows.put(row, column, "");
      return;
    }
    double low = feature.minimum() == null ? -Double.MAX_VALUE : feature.minimum();
    double high = feature.maximum() == null ? Double.MAX_VALUE : feature.maximum();
    rows.put(row, column, Math.clamp(0.0, low, high));
  }

  private static void check(Signature signature, Prediction prediction) {
    int classes = signature.classes().size();
    int given = prediction.probabilities().length;
    if (classes > 0 && given > 0 && classes != given) {
      throw Failure.invalid(
          "the model gives %d probabilities for %d classes".formatted(given, classes),
          "register a version whose signature has the classes of the model");
    }
  }

  private static void hold(
      Predictor predictor, Columns columns, List<Golden> golden, Deadline deadline) {
    List<Problem> problems = new ArrayList<>();
    Rows rows = new Rows(columns, golden.size());
    for (int i = 0; i < golden.size(); i++) {
      columns.read(golden.get(i).features(), "golden[" + i + "].features", rows, i, problems);
    }
    if (problems.isEmpty() && !golden.isEmpty()) {
      predictor.check(rows);
      List<Prediction> predictions = predictor.predict(rows, deadline);
      for (int i = 0; i < golden.size(); i++) {
        compare("golden[" + i + "]", golden.get(i).expected(), predictions.get(i), problems);
      }
    }
    if (!problems.isEmpty()) {
      throw Failure.invalid(problems, "register a version whose answers are known");
    }
  }

  private static void compare(
      String path, List<Double> expected, Prediction prediction, List<Problem> problems) {
    double[] given =
        prediction.probabilities().length > 0
            ? prediction.probabilities()
            : new double[] {prediction.answer().asDouble(Double.NaN)};
    if (given.length != expected.size()) {
      problems.add(Problem.of(path, "expects %d numbers".formatted(expected.size()), given.length));
      return;
    }
    for (int i = 0; i < given.length; i++) {
      double right = expected.get(i);
      if (!(Math.abs(given[i] - right) <= ABSOLUTE + RELATIVE * Math.abs(right))) {
        problems.add(Problem.of(path, "expects %s at place %d".formatted(right, i), given[i]));
      }
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
