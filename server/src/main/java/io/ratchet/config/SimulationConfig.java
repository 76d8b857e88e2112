// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.time.Duration;

/**
 * How much a simulation of an experiment may take.
 *
 * @param maxTime after so long it answers with the runs that it made
 * @param maxCalls the most recorded calls that units are drawn from
 */
public record SimulationConfig(Duration maxTime, int maxCalls) {
  static SimulationConfig read(Section section) {
    return new SimulationConfig(
        section.duration(
            "max_time",
            "30s",
            "100ms",
            "10m",
            "How long a simulation may take; then it answers with the runs that it made."),
        section.integer(
            "max_calls",
            100_000,
            100,
            1_000_000,
            "The most recorded calls that units are drawn from, the newest ones."));
  }
}
