// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.util.Locale;
import java.util.Optional;

/** How far a version has come. Exactly one version of an asset is in production, or none. */
public enum Stage {
  /** New; its content may still be replaced until it is used. */
  DEV,
  /** Under trial, on live traffic or before it. */
  STAGING,
  /** The version that is live. */
  PRODUCTION,
  /** Out of use; it still answers where it is named. */
  ARCHIVED;

  /** The name that requests and answers use: the lower-case constant. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The stage of that name in any case, or empty where there is none. */
  public static Optional<Stage> named(String label) {
    for (Stage stage : values()) {
      if (stage.name().equalsIgnoreCase(label)) {
        return Optional.of(stage);
      }
    }
    return Optional.empty();
  }
}
