// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import java.util.LinkedHashMap;
import java.util.Map;

/** Values on their way into a statement, each under a name of its own. */
final class Bindings {
  private final String prefix;
  private final Map<String, Object> values = new LinkedHashMap<>();

  Bindings(String prefix) {
    this.prefix = prefix;
  }

  /** Keeps a value and gives how the statement calls it. */
  String add(Object value) {
    String name = prefix + values.size();
    values.put(name, value);
    return ":" + name;
  }

  Map<String, Object> values() {
    return values;
  }
}
