// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Json;
import io.ratchet.base.WellFormed;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The JSON in the text of an answer: the whole text, else what stands in the first Markdown fence
 * that holds any, else the first balanced object. Braces that open and never close end the search:
 * what stands inside them is part of an answer that was cut off, and not an answer.
 *
 * @param form what had to be done to find it
 */
record FoundJson(JsonNode value, Form form) {
  private static final Pattern FENCE =
      Pattern.compile("```[a-zA-Z0-9]*[ \\t]*\\R(.*?)```", Pattern.DOTALL);
  private static final int CANDIDATES = 100;

  /** Where it stood. */
  enum Form {
    /** The text is JSON and nothing else. */
    WHOLE,
    /** In a Markdown fence, with or without a text around it. */
    FENCED,
    /** Between other text. */
    EMBEDDED;

    private final String word = name().toLowerCase(Locale.ROOT);

    String word() {
      return word;
    }

    static @Nullable Form named(@Nullable String word) {
      return word == null ? null : valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  static Optional<FoundJson> in(String text) {
    Optional<FoundJson> whole = parse(text, Form.WHOLE);
    if (whole.isPresent()) {
      return whole;
    }
    Matcher fence = FENCE.matcher(text);
    for (int i = 0; i < CANDIDATES && fence.find(); i++) {
      Optional<FoundJson> fenced = parse(fence.group(1), Form.FENCED);
      if (fenced.isPresent()) {
        return fenced;
      }
    }
    return embedded(text);
  }

  private static Optional<FoundJson> embedded(String text) {
    int start = text.indexOf('{');
    for (int i = 0; i < CANDIDATES && start >= 0; i++) {
      int end = end(text, start);
      if (end < 0) {
        break;
      }
      Optional<FoundJson> found = parse(text.substring(start, end), Form.EMBEDDED);
      if (found.isPresent()) {
        return found;
      }
      start = text.indexOf('{', end);
    }
    return Optional.empty();
  }

  /** Just after the brace that closes the one at {@code start}, or -1. */
  private static int end(String text, int start) {
    int depth = 0;
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private static Optional<FoundJson> parse(String text, Form form) {
    String inner = text.strip();
    if (!inner.startsWith("{") && !inner.startsWith("[")) {
      return Optional.empty();
    }
    try {
      JsonNode node = Json.mapper().readTree(inner);
      return WellFormed.is(node) ? Optional.of(new FoundJson(node, form)) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty(); // not JSON: the search goes on
    }
  }
}
