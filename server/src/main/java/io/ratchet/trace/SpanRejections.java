// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import java.util.ArrayList;
import java.util.List;

/** The spans of a request that cannot be kept, while the others are. */
final class SpanRejections {
  private static final int SHOWN = 5;

  private final List<String> reasons = new ArrayList<>();
  private long count;

  void add(String span, String reason) {
    count++;
    if (reasons.size() < SHOWN) {
      reasons.add("span " + span + ": " + reason);
    }
  }

  long count() {
    return count;
  }

  String message() {
    String shown = String.join("; ", reasons);
    return count > reasons.size() ? shown + "; and " + (count - reasons.size()) + " more" : shown;
  }
}
