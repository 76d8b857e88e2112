// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.List;

/**
 * A run with what it logged.
 *
 * @param metrics the latest value of each
 * @param links what it read and made
 */
public record Run(
    RunInfo info, List<Metric> metrics, List<Param> params, List<Tag> tags, Links links) {
  public Run {
    metrics = List.copyOf(metrics);
    params = List.copyOf(params);
    tags = List.copyOf(tags);
  }
}
