// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key that may be written, as one line of the reference has it.
 *
 * @param path its sections and its name, joined by dots; a free name is written {@code NAME}
 * @param type the type of its values in a word
 * @param absent what holds where it is not written; null where nothing does
 * @param limits the values it takes; empty where the type says it all
 * @param meaning what it decides
 */
record Key(String path, String type, @Nullable String absent, String limits, String meaning) {
  static final String PREFIX = "RATCHET_";

  /** The environment variable that stands for the key. */
  String variable() {
    return variable(path);
  }

  static String variable(String path) {
    return PREFIX + path.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /** The path of a key inside a section; the outermost section has the empty path. */
  static String join(String section, String name) {
    return section.isEmpty() ? name : section + "." + name;
  }

  static String parent(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
