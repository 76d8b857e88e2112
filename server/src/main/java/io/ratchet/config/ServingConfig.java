// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How models are served. The first keys mean what the production guide of DuetMind Adaptive, where
 * they come from, says they mean.
 *
 * @param host another place to write {@code server.host}
 * @param port another place to write {@code server.port}
 * @param enableMonitoring whether served predictions are watched
 * @param enableAbTesting whether experiments may route predictions
 * @param modelName the model that requests without one mean; null for the only one there is
 * @param maxModels versions that are loaded at once
 * @param maxModelBytes files of all loaded versions together
 * @param maxArtifact the largest file that may be uploaded
 * @param maxRows rows of one request
 * @param maxBatch rows that a runtime is given at once
 * @param batchDelay how long a runtime that found several requests waiting waits for more
 * @param cacheEntries predictions that are remembered
 * @param timeout for one request
 * @param maxConcurrent requests that one version serves at once
 * @param maxQueued requests that wait for one version
 * @param drain how long an unload waits for requests in flight
 * @param breakerPause how long a version that fails is left alone
 */
public record ServingConfig(
    @Nullable String host,
    @Nullable Integer port,
    boolean enableMonitoring,
    boolean enableAbTesting,
    @Nullable String modelName,
    int maxModels,
    long maxModelBytes,
    long maxArtifact,
    int maxRows,
    int maxBatch,
    Duration batchDelay,
    int cacheEntries,
    Duration timeout,
    int maxConcurrent,
    int maxQueued,
    Duration drain,
    Duration breakerPause) {
  static ServingConfig read(Section section) {
    return new ServingConfig(
        section.optionalText("host", "The same as server.host, where that is not written."),
        section.optionalInteger(
            "port", 0, 65_535, "The same as server.port, where that is not written."),
        section.flag("enable_monitoring", true, "Whether served predictions are watched."),
        section.flag("enable_ab_testing", true, "Whether experiments may route predictions."),
        section.optionalText(
            "model_name", "The model that requests without one mean; else the only one there is."),
        section.integer("max_models", 32, 1, 10_000, "Versions that are loaded at once."),
        section.size(
            "max_model_bytes", "1GiB", "1MiB", "1TiB", "Files of all loaded versions together."),
        section.size("max_artifact", "512MiB", "1KiB", "1GiB", "The largest file of a model."),
        section.integer("max_rows", 10_000, 1, 1_000_000, "Rows of one request."),
        section.integer("max_batch", 512, 1, 65_536, "Rows that a runtime is given at once."),
        section.duration(
            "batch_delay",
            "0s",
            "0s",
            "1s",
            "How long a runtime that found several requests waiting waits for more."),
        section.integer(
            "cache_entries", 0, 0, 10_000_000, "Predictions that are remembered; 0 for none."),
        section.duration("timeout", "5s", "1ms", "10m", "Time for one request."),
        section.integer(
            "max_concurrent", 64, 1, 100_000, "Requests that one version serves at once."),
        section.integer("max_queued", 256, 0, 1_000_000, "Requests that wait for one version."),
        section.duration(
            "drain", "30s", "0s", "10m", "How long an unload waits for requests in flight."),
        section.duration(
            "breaker_pause", "30s", "1s", "1h", "How long a version that fails is left alone."));
  }
}
