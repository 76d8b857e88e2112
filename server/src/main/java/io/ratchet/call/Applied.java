// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.HashMap;
import java.util.Map;

/** What became of the entries of a batch; duplicates and unmatched by receipt. */
final class Applied {
  private int calls;
  private int feedback;
  private int exposures;
  private int rejected;
  private final Map<Long, Integer> duplicates = new HashMap<>();
  private final Map<Long, Integer> unmatched = new HashMap<>();

  void addCall() {
    calls++;
  }

  void addFeedback() {
    feedback++;
  }

  void addExposures(int more) {
    exposures += more;
  }

  void addRejected() {
    rejected++;
  }

  void addDuplicate(long receipt) {
    duplicates.merge(receipt, 1, Integer::sum);
  }

  void addUnmatched(long receipt) {
    unmatched.merge(receipt, 1, Integer::sum);
  }

  void add(Applied more) {
    calls += more.calls;
    feedback += more.feedback;
    exposures += more.exposures;
    rejected += more.rejected;
    more.duplicates.forEach((receipt, count) -> duplicates.merge(receipt, count, Integer::sum));
    more.unmatched.forEach((receipt, count) -> unmatched.merge(receipt, count, Integer::sum));
  }

  int calls() {
    return calls;
  }

  int feedback() {
    return feedback;
  }

  int exposures() {
    return exposures;
  }

  int rejected() {
    return rejected;
  }

  Map<Long, Integer> duplicates() {
    return duplicates;
  }

  Map<Long, Integer> unmatched() {
    return unmatched;
  }
}
