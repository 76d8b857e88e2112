// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Page;
import io.ratchet.base.WellFormed;
import org.jspecify.annotations.Nullable;

/** Where a page of a list that runs from the newest to the oldest begins or ended. */
record Place(long time, String id) {
  private static final Place START = new Place(Long.MAX_VALUE, "");

  static Place parse(@Nullable String token) {
    if (token == null) {
      return START;
    }
    String key = Page.key(token);
    int colon = key.indexOf(':');
    try {
      if (colon > 0 && key.indexOf('\0') < 0 && WellFormed.is(key)) {
        return new Place(Long.parseLong(key.substring(0, colon)), key.substring(colon + 1));
      }
    } catch (NumberFormatException e) {
      throw Page.badToken(token);
    }
    throw Page.badToken(token);
  }

  String key() {
    return time + ":" + id;
  }
}
