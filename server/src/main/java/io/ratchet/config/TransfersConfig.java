// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.time.Duration;
import java.util.List;

/**
 * From where imports may come.
 *
 * @param sources addresses, or what they begin with
 * @param timeout for one request to a source
 */
public record TransfersConfig(List<String> sources, Duration timeout) {
  public TransfersConfig {
    sources = List.copyOf(sources);
  }

  static TransfersConfig read(Section section) {
    return new TransfersConfig(
        section.list(
            "sources",
            List.of(),
            "What an administrator may import from, or what its address begins with:"
                + " folders, postgresql://HOST/NAME, https://HOST. While the server listens on the"
                + " loopback only, everything."),
        section.duration(
            "timeout", "60s", "1s", "10m", "How long one request to a source may take."));
  }
}
