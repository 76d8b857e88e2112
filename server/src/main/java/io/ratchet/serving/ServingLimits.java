// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import java.time.Duration;

/**
 * How much serving takes and keeps.
 *
 * @param maxModels versions that are loaded at once
 * @param maxArtifactBytes size of the files of all loaded versions together
 * @param maxRows rows of one request
 * @param maxBatch rows that a runtime is given at once: requests that wait are put together up to
 *     it, and longer ones are cut, so that nobody waits long for its turn
 * @param batchDelay how long a runtime that found several requests waiting waits for more; one that
 *     finds a single request never waits
 * @param cacheEntries predictions of ONNX files that are remembered, 0 for none
 * @param timeout for one request, the wait for its turn included
 * @param maxConcurrent requests that one version serves at once
 * @param maxQueued requests that wait for one version; any more are refused
 * @param drain how long an unload waits for requests in flight
 * @param retryLoad how soon a version that could not be loaded is tried again on request
 * @param recordedRows rows of an inference request that are recorded as one call each; a longer
 *     request is recorded as one call with its number of rows
 * @param maxAnswerBytes longest answer that is taken from a model elsewhere
 */
public record ServingLimits(
    int maxModels,
    long maxArtifactBytes,
    int maxRows,
    int maxBatch,
    Duration batchDelay,
    int cacheEntries,
    Duration timeout,
    int maxConcurrent,
    int maxQueued,
    Duration drain,
    Duration retryLoad,
    int recordedRows,
    int maxAnswerBytes,
    Breaking breaking) {

  /**
   * When a version that fails is left alone.
   *
   * @param window latest requests that count
   * @param minimum requests before anything is concluded
   * @param failures share of failed ones from which on it is left alone
   * @param pause for how long
   * @param probes requests that must then go well before it is trusted again
   */
  public record Breaking(int window, int minimum, double failures, Duration pause, int probes) {
    public static final Breaking USUAL = new Breaking(50, 10, 0.5, Duration.ofSeconds(30), 5);
  }

  public static final ServingLimits USUAL =
      new ServingLimits(
          32,
          1L << 30,
          10_000,
          512,
          Duration.ZERO,
          0,
          Duration.ofSeconds(5),
          64,
          256,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          100,
          4 << 20,
          Breaking.USUAL);

  public ServingLimits withCache(int entries) {
    return with(
        maxModels,
        maxArtifactBytes,
        maxBatch,
        batchDelay,
        entries,
        timeout,
        maxConcurrent,
        maxQueued);
  }

  public ServingLimits withModels(int models, long bytes) {
    return with(
        models, bytes, maxBatch, batchDelay, cacheEntries, timeout, maxConcurrent, maxQueued);
  }

  public ServingLimits withBatch(int rows, Duration delay) {
    return with(
        maxModels, maxArtifactBytes, rows, delay, cacheEntries, timeout, maxConcurrent, maxQueued);
  }

  public ServingLimits withLoad(Duration longest, int concurrent, int queued) {
    return with(
        maxModels,
        maxArtifactBytes,
        maxBatch,
        batchDelay,
        cacheEntries,
        longest,
        concurrent,
        queued);
  }

  private ServingLimits with(
      int models,
      long bytes,
      int batch,
      Duration delay,
      int entries,
      Duration longest,
      int concurrent,
      int queued) {
    return new ServingLimits(
        models,
        bytes,
        maxRows,
        batch,
        delay,
        entries,
        longest,
        concurrent,
        queued,
        drain,
        retryLoad,
        recordedRows,
        maxAnswerBytes,
        breaking);
  }
}
