// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A variable and the steps into its value, such as {@code items[0].price}.
 *
 * @param text the path as written
 * @param root the name of the variable
 */
record Path(String text, String root, List<Step> steps) {

  /** The path that {@code text} spells; refuses everything else with the reason. */
  static Path parse(String text) {
    int rootEnd = nameEnd(text, 0);
    if (rootEnd == 0 || !isNameStart(text.codePointAt(0))) {
      throw new Refused("not the name of a variable: '" + Described.shortened(text, 40) + "'");
    }
    List<Step> steps = new ArrayList<>();
    int at = rootEnd;
    while (at < text.length()) {
      Step step = step(text, at);
      steps.add(step);
      at = step.end();
    }
    return new Path(text, text.substring(0, rootEnd), List.copyOf(steps));
  }

  private static Step step(String text, int at) {
    return switch (text.charAt(at)) {
      case '.' -> {
        int end = nameEnd(text, at + 1);
        if (end == at + 1) {
          throw new Refused("a name is expected after '.' in '" + text + "'");
        }
        yield new Step.Attribute(text.substring(at + 1, end), end);
      }
      case '[' -> {
        int close = text.indexOf(']', at);
        if (close <= at + 1) {
          throw new Refused(
              (close < 0 ? "']' is missing in '" : "'[]' is empty in '") + text + "'");
        }
        String key = text.substring(at + 1, close);
        yield isNumber(key)
            ? new Step.Index(index(key), key, close + 1)
            : new Step.Key(key, close + 1);
      }
      default -> throw new Refused("only '.' or '[' may follow a name or ']' in '" + text + "'");
    };
  }

  private static int nameEnd(String text, int from) {
    int at = from;
    while (at < text.length() && isNamePart(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  static boolean isNameStart(int codePoint) {
    return codePoint == '_' || Character.isUnicodeIdentifierStart(codePoint);
  }

  private static boolean isNamePart(int codePoint) {
    return codePoint == '-'
        || (Character.isUnicodeIdentifierPart(codePoint)
            && !Character.isIdentifierIgnorable(codePoint));
  }

  static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static int index(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new Refused("the index [" + Described.shortened(digits, 20) + "] is too large");
    }
  }

  /**
   * The value at this path; refuses where there is none, naming the part of the path that lacks it.
   */
  @Nullable Object resolve(Map<String, ? extends @Nullable Object> variables) {
    Object value = variables.get(root);
    if (value == null && !variables.containsKey(root)) {
      throw new Refused(root, "missing");
    }
    for (int i = 0; i < steps.size(); i++) {
      value = steps.get(i).from(value, this);
    }
    return value;
  }
}
