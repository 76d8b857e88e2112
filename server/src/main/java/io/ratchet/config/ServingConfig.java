// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import org.jspecify.annotations.Nullable;

/**
 * How models are served. The keys mean what the production guide of DuetMind Adaptive, where they
 * come from, says they mean; the two switches are checked, and wait for the parts they switch.
 *
 * @param host another place to write {@code server.host}
 * @param port another place to write {@code server.port}
 * @param enableMonitoring whether served predictions are watched
 * @param enableAbTesting whether experiments may route predictions
 */
public record ServingConfig(
    @Nullable String host,
    @Nullable Integer port,
    boolean enableMonitoring,
    boolean enableAbTesting) {
  static ServingConfig read(Section section) {
    return new ServingConfig(
        section.optionalText("host", "The same as server.host, where that is not written."),
        section.optionalInteger(
            "port", 0, 65_535, "The same as server.port, where that is not written."),
        section.flag("enable_monitoring", true, "Whether served predictions are watched."),
        section.flag("enable_ab_testing", true, "Whether experiments may route predictions."));
  }
}
