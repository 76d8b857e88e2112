// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import java.util.Locale;

/** What is counted on both sides. */
enum Counted {
  RUN_GROUPS,
  RUNS,
  POINTS,
  FILES,
  ASSETS,
  VERSIONS;

  /** Its name in JSON. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
