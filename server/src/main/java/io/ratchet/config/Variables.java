// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The environment variables that stand for no key, but that the launcher and the commands read. */
final class Variables {
  static final String CONFIG = "RATCHET_CONFIG";
  static final String PROFILE = "RATCHET_PROFILE";

  static final Set<String> RESERVED =
      Set.of(
          CONFIG,
          PROFILE,
          "RATCHET_HOME",
          "RATCHET_JAVA_HOME",
          "RATCHET_JAVA_OPTS",
          "RATCHET_URL",
          "RATCHET_API_KEY");

  private Variables() {}

  /** The value of a variable; an empty one counts as not set, as in a shell's {@code :-}. */
  static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
