// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Amounts;
import io.ratchet.base.Failure;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is kept of served calls, for how long, and how long others wait for it.
 *
 * @param storeBodies whether request and response bodies are kept
 * @param bodyRetention age at which bodies are deleted
 * @param retention age at which calls and their feedback are deleted; day windows stay
 * @param minuteRetention age at which minute windows are deleted; hours and days stay
 * @param tagDimension the tag by whose values figures are also kept
 * @param minSamples the fewest calls of each version that a comparison judges by
 * @param duplicateWait how long a batch waits to learn how many of its records were known
 * @param catchUpWait how long figures wait for the calls that were acknowledged before them
 * @param spool the local buffer before the database
 */
public record CallsConfig(
    boolean storeBodies,
    Duration bodyRetention,
    Duration retention,
    Duration minuteRetention,
    String tagDimension,
    int minSamples,
    Duration duplicateWait,
    Duration catchUpWait,
    Spool spool) {
  public CallsConfig {
    if (bodyRetention.compareTo(retention) > 0) {
      throw Failure.invalid(
          "body_retention (%s) must not be above retention (%s)"
              .formatted(Amounts.print(bodyRetention), Amounts.print(retention)),
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
        section.duration(
            "minute_retention",
            "35d",
            "1d",
            "36500d",
            "How long figures of single minutes are kept; those of hours and days stay."),
        section.text("tag_dimension", "persona", "The tag by which metrics are also kept apart."),
        section.integer(
            "min_samples",
            30,
            2,
            1_000_000,
            "The fewest calls of each version that a comparison judges by."),
        section.duration(
            "duplicate_wait",
            "2s",
            "0s",
            "1m",
            "How long an answer to sent records waits to learn how many of them were known."),
        section.duration(
            "catch_up_wait",
            "10s",
            "0s",
            "5m",
            "How long figures wait for the calls that were acknowledged before them."),
        Spool.read(section.section("spool"), data));
  }
}
