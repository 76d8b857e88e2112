// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import java.util.List;
import java.util.Locale;

/** One of the two versions of a replay. */
enum Arm {
  CONTROL,
  TREATMENT;

  private static final List<Arm> CONTROL_FIRST = List.of(CONTROL, TREATMENT);

  /** Who is asked first alternates, so that what favours the first or the second favours both. */
  static List<Arm> order(int pair) {
    return pair % 2 == 0 ? CONTROL_FIRST : CONTROL_FIRST.reversed();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
