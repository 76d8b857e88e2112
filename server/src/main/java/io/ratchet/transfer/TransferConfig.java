// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import java.time.Duration;
import java.util.List;

/**
 * What imports may do.
 *
 * @param isOpen whether an administrator may import from anywhere, since only this machine can
 *     reach the server
 * @param sources where imports may come from otherwise: beginnings of their addresses
 * @param timeout for one request to a source
 */
public record TransferConfig(boolean isOpen, List<String> sources, Duration timeout) {
  public TransferConfig {
    sources = List.copyOf(sources);
  }
}
