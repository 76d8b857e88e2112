// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.util.Locale;

/** Where a version came from at first. */
public enum Origin {
  /** A file of the prompt directory. */
  FILE,
  /** A request. */
  API;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
