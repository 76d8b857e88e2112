// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.util.Locale;

/** What is sent in batches of its own. */
enum Lane {
  CALLS,
  FEEDBACK;

  /** The name of the array, and the end of the path. */
  String plural() {
    return name().toLowerCase(Locale.ROOT);
  }

  String path() {
    return "/api/" + plural();
  }
}
