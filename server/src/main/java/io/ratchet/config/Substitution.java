// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of a file after {@code ${NAME}} and {@code ${NAME:-default}} are replaced by environment
 * variables. A doubled dollar sign before the brace keeps the characters as they are. What comes
 * from a variable is not looked through again.
 *
 * @param text the value; null where a variable is missing or the notation is broken
 * @param missing the variables that are not set and have no default
 * @param broken a notation that cannot be read, or null
 */
record Substitution(@Nullable String text, List<String> missing, @Nullable String broken) {
  private static final Pattern NOTATION =
      Pattern.compile("\\$\\$\\{|\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\\})?");

  /** A text without any notation in it. */
  static Substitution none(@Nullable String text) {
    return new Substitution(text, List.of(), null);
  }

  static Substitution of(String text, Map<String, String> environment) {
    List<String> missing = new ArrayList<>();
    StringBuilder result = new StringBuilder();
    Matcher matcher = NOTATION.matcher(text);
    int end = 0;
    while (matcher.find()) {
      result.append(text, end, matcher.start());
      end = matcher.end();
      String name = matcher.group(1);
      if (name != null) {
        append(result, name, matcher.group(2), environment, missing);
      } else if (matcher.group().equals("$${")) {
        result.append("${");
      } else {
        return new Substitution(null, List.of(), text.substring(matcher.start()));
      }
    }
    result.append(text, end, text.length());
    return new Substitution(missing.isEmpty() ? result.toString() : null, missing, null);
  }

  private static void append(
      StringBuilder result,
      String name,
      @Nullable String absent,
      Map<String, String> environment,
      List<String> missing) {
    String value = environment.get(name);
    if (value != null && !value.isEmpty()) {
      result.append(value);
    } else if (absent != null) {
      result.append(absent);
    } else {
      missing.add(name);
    }
  }
}
