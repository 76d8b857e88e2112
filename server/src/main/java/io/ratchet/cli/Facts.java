// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and values below each other; what is unknown is left out. */
final class Facts {
  private final Map<String, String> facts = new LinkedHashMap<>();

  Facts add(String name, @Nullable Object value) {
    String text = Table.text(value);
    if (!text.equals(Table.UNKNOWN)) {
      facts.put(name, text);
    }
    return this;
  }

  @Override
  public String toString() {
    int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    facts.forEach((name, value) ->
        text.append(name).append(" ".repeat(width - name.length() + 2)).append(value).append('\n'));
    return text.toString();
  }
}
