// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How the calls of a replay ended. Thread-safe. */
final class Tally {
  private int done;
  private int failed;
  private final Map<String, Integer> faults = new TreeMap<>();

  /** A count at one moment. */
  record Count(int done, int failed) {}

  synchronized void answered() {
    done++;
  }

  /** Counts a call without a usable answer. */
  synchronized void failed(String fault) {
    done++;
    failed++;
    faults.merge(fault, 1, Integer::sum);
  }

  synchronized Count count() {
    return new Count(done, failed);
  }

  /** The kinds of failures, with how often each occurred. */
  synchronized String faults() {
    return faults.entrySet().stream()
        .map(fault -> fault.getKey() + " " + fault.getValue())
        .collect(Collectors.joining(", "));
  }
}
