// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.util.Locale;
import java.util.Optional;

/** Who speaks in a message of a chat. */
public enum Role {
  SYSTEM,
  DEVELOPER,
  USER,
  ASSISTANT;

  /** The word on the wire. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that name, or empty where there is none. */
  public static Optional<Role> named(String label) {
    for (Role role : values()) {
      if (role.label().equals(label)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
