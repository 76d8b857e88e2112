// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import java.util.Locale;

/** Why a model is trained anew. */
public enum TriggerType {
  /** Enough rows that no run has seen. */
  NEW_DATA,
  /** The accuracy is below its baseline. */
  ACCURACY,
  /** What the model is asked is no longer what it was trained on. */
  DRIFT,
  /** Too many requests fail. */
  ERROR_RATE,
  /** Nobody has trained it for too long. */
  AGE,
  /** The time has come. */
  SCHEDULE,
  /** Somebody wants it. */
  MANUAL;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
