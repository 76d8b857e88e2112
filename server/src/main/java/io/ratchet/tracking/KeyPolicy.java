// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Which names metrics, parameters and tags may have, and how long their texts may be. MLflow once
 * kept them as files, so that a name must also be a path that stands for itself.
 */
final class KeyPolicy {
  static final int KEY_LENGTH = 250;
  static final int PARAM_LENGTH = 6_000;
  static final int TAG_LENGTH = 8_000;
  static final int GROUP_TAG_LENGTH = 5_000;
  static final int GROUP_NAME_LENGTH = 500;
  static final int LOCATION_LENGTH = 2_048;

  private static final Pattern CHARACTERS =
      Pattern.compile("[/\\w.\\- :]*", Pattern.UNICODE_CHARACTER_CLASS);

  private KeyPolicy() {}

  /** Refuses a name that cannot be one. */
  static void check(String what, String key, String field) {
    if (!CHARACTERS.matcher(key).matches()) {
      throw Refusals.unfit(
          field,
          quoted(key),
          "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.),"
              + " spaces ( ), colon(:) and slashes (/).");
    }
    String resolved = resolve(key);
    if (!resolved.equals(key) || key.equals(".") || key.startsWith("..") || key.startsWith("/")) {
      throw Refusals.unfit(
          field,
          quoted(key),
          "Names may be treated as files in certain cases, and must not resolve to other names"
              + " when treated as such. This name would resolve to '"
              + Problem.shorten(resolved)
              + "'");
    }
    checkLength(what, key, KEY_LENGTH);
  }

  static void checkLength(String what, String text, int most) {
    if (length(text) > most) {
      throw Refusals.invalid(
          "'%s' exceeds the maximum length of %d characters".formatted(what, most));
    }
  }

  /** The text, cut where it is too long. */
  static String cut(String text, int most) {
    return length(text) <= most ? text : text.substring(0, text.offsetByCodePoints(0, most));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  static String quoted(String text) {
    return Json.text(JsonNodeFactory.instance.stringNode(Problem.shorten(text)));
  }

  /** The path without empty segments, {@code .} and {@code ..}, as POSIX file names resolve. */
  private static String resolve(String path) {
    boolean isAbsolute = path.startsWith("/");
    Deque<String> kept = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".")) {
        continue;
      }
      String last = kept.peekLast();
      if (!segment.equals("..") || (last == null && !isAbsolute) || "..".equals(last)) {
        kept.addLast(segment);
      } else if (last != null) {
        kept.removeLast();
      }
    }
    String joined = (isAbsolute ? "/" : "") + String.join("/", kept);
    return joined.isEmpty() ? "." : joined;
  }
}
