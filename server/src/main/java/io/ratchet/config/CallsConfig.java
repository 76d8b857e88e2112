// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Failure;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is kept of served calls, and for how long.
 *
 * @param storeBodies whether request and response bodies are kept
 * @param bodyRetention how long bodies are kept
 * @param retention how long the records are kept
 * @param tagDimension the tag by which metrics are also kept apart
 * @param minSamples the fewest calls of a version that a comparison judges by
 * @param spool the local buffer before the database
 */
public record CallsConfig(
    boolean storeBodies,
    Duration bodyRetention,
    Duration retention,
    String tagDimension,
    int minSamples,
    Spool spool) {
  public CallsConfig {
    if (bodyRetention.compareTo(retention) > 0) {
      throw Failure.invalid(
          "body_retention (%s) must not be above retention (%s)"
              .formatted(Units.print(bodyRetention), Units.print(retention)),
          "a body cannot outlive its call");
    }
  }

  /**
   * The local buffer that every finished call goes through on its way to the database.
   *
   * @param directory holds its segments
   * @param maxBytes what it may hold while the database is away; above it, recording is refused
   * @param fsyncInterval how much time of calls a power cut may cost
   */
  public record Spool(Path directory, long maxBytes, Duration fsyncInterval) {
    static Spool read(Section section, DataConfig data) {
      return new Spool(
          section.path("directory", data.inside("spool"), "Holds the segments of the spool."),
          section.size(
              "max_bytes",
              "1GiB",
              "1MiB",
              "1TiB",
              "What it may hold while the database is away; above it, calls are refused."),
          section.duration(
              "fsync_interval",
              "5ms",
              "0s",
              "10s",
              "How often it is forced to disk: the most that a power cut may cost; 0s for each"
                  + " write."));
    }
  }

  static CallsConfig read(Section section, DataConfig data) {
    return new CallsConfig(
        section.flag("store_bodies", true, "Whether request and response bodies are kept."),
        section.duration("body_retention", "30d", "1h", "36500d", "How long bodies are kept."),
        section.duration(
            "retention", "400d", "1h", "36500d", "How long the records of calls are kept."),
        section.text("tag_dimension", "persona", "The tag by which metrics are also kept apart."),
        section.integer(
            "min_samples",
            30,
            2,
            1_000_000,
            "The fewest calls of each version that a comparison judges by."),
        Spool.read(section.section("spool"), data));
  }
}
