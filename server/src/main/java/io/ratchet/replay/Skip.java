// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import java.util.Locale;

/** Why a recorded call is no input. */
enum Skip {
  /** Its request was not kept, or has been deleted since. */
  NO_REQUEST_BODY,
  /** Its request does not say what the prompt was rendered from. */
  NO_VARIABLES,
  /** The version that served it is not known any more, so its own part cannot be told. */
  UNKNOWN_VERSION,
  /** One of both versions needs a variable that it does not have, or of another type. */
  MISSING_VARIABLES,
  /** A newer call had the same input, which counts once. */
  SAME_INPUT;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
