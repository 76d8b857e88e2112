// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.time.Duration;

/**
 * How long traces are kept.
 *
 * @param retention age at which they are deleted with their spans and assessments
 */
public record TracesConfig(Duration retention) {
  static TracesConfig read(Section section) {
    return new TracesConfig(
        section.duration(
            "retention",
            "90d",
            "1h",
            "36500d",
            "How long traces are kept, with their spans and assessments."));
  }
}
