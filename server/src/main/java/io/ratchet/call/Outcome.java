// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.Locale;

/** How a call ended, as far as its version is concerned. */
public enum Outcome {
  /** It answered, and the answer was usable. */
  SUCCESS(0),
  /** It was refused, failed, timed out, or answered something unusable. */
  FAILURE(1),
  /** The caller left before the end: neither a success nor a failure. */
  INTERRUPTED(2);

  private final int code;
  private final String word = name().toLowerCase(Locale.ROOT);

  Outcome(int code) {
    this.code = code;
  }

  /** What stands for it in the database and the spool; never changes. */
  int code() {
    return code;
  }

  /** As it is written in JSON. */
  public String word() {
    return word;
  }

  static Outcome ofCode(int code) {
    for (Outcome outcome : values()) {
      if (outcome.code == code) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("no outcome has the code " + code);
  }
}
