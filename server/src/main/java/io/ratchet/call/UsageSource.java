// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the token counts of a call come from. */
public enum UsageSource {
  /** The provider reported them at the end. */
  PROVIDER(1),
  /** The provider reported them up to a point, and the call was cut after it. */
  PARTIAL(2),
  /** Counted by us from the text, because nobody reported them. */
  ESTIMATED(3);

  private final int code;
  private final String word = name().toLowerCase(Locale.ROOT);

  UsageSource(int code) {
    this.code = code;
  }

  /** As it is written in JSON. */
  public String word() {
    return word;
  }

  /** What stands for it in the database and the spool, 0 for none; never changes. */
  static int code(@Nullable UsageSource source) {
    return source == null ? 0 : source.code;
  }

  static @Nullable UsageSource ofCode(int code) {
    if (code == 0) {
      return null;
    }
    for (UsageSource source : values()) {
      if (source.code == code) {
        return source;
      }
    }
    throw new IllegalArgumentException("no usage source has the code " + code);
  }
}
