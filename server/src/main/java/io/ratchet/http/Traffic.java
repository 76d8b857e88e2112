// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import java.util.concurrent.atomic.LongAdder;

/** Counts the answers of a server since it started. */
public final class Traffic {
  private final LongAdder requests = new LongAdder();
  private final LongAdder errors = new LongAdder();

  void count(int status) {
    requests.increment();
    if (status >= 500) {
      errors.increment();
    }
  }

  public long requests() {
    return requests.sum();
  }

  /** Answers with a status of 500 and above. */
  public long errors() {
    return errors.sum();
  }
}
