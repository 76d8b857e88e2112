// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Refusals;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the texts of messages about traces: what can be kept, cut where it may be cut. */
final class Texts {
  private static final Pattern TRACE_ID =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0," + (TraceLimits.TRACE_ID - 1) + "}");

  private Texts() {}

  /** The id of a trace that is to be. */
  static String newId(String field, String id) {
    if (!TRACE_ID.matcher(id).matches()) {
      throw Refusals.unfit(
          field,
          id,
          "It must begin with a letter or digit and have at most "
              + TraceLimits.TRACE_ID
              + " letters, digits and _ . : -");
    }
    return id;
  }

  /** A text that may be empty; null where it is absent or empty. */
  static @Nullable String optional(Arguments arguments, String name, int most) {
    String text = arguments.text(name);
    if (text == null || text.isEmpty()) {
      return null;
    }
    return fit(name, text, most);
  }

  /** A text that is refused where it is too long. */
  static String fit(String name, String text, int most) {
    wellFormed(name, text);
    if (text.codePointCount(0, text.length()) > most) {
      throw Refusals.unfit(name, text, "It must have at most " + most + " characters");
    }
    return text;
  }

  /** A text that is cut where it is too long. */
  static @Nullable String cut(Arguments arguments, String name, int most) {
    String text = arguments.text(name);
    return text == null ? null : SpanFacts.cut(wellFormed(name, text), most);
  }

  static String wellFormed(String name, String text) {
    if (text.indexOf('\0') >= 0 || !WellFormed.is(text)) {
      throw Refusals.unfit(name, text.replace('\0', ' '), "it is not a well-formed text");
    }
    return text;
  }

  static String key(String what, String key) {
    wellFormed(what, key);
    if (key.isEmpty()) {
      throw Refusals.absent(what);
    }
    if (key.codePointCount(0, key.length()) > TraceLimits.TAG_KEY) {
      throw Refusals.invalid(
          "'%s' exceeds the maximum length of %d characters for %s"
              .formatted(Problem.shorten(key), TraceLimits.TAG_KEY, what));
    }
    return key;
  }

  /** The value of a tag, cut where it is too long. */
  static String value(String name, String value) {
    return SpanFacts.cut(wellFormed(name, value), TraceLimits.TAG_VALUE);
  }

  /** A map of texts. */
  static SequencedMap<String, String> map(Arguments arguments, String name) {
    SequencedMap<String, String> map = new LinkedHashMap<>();
    JsonNode node = arguments.raw(name);
    if (node == null) {
      return map;
    }
    if (!node.isObject()) {
      throw Refusals.mistyped(name, node);
    }
    checkSize(name, node.size());
    node.properties()
        .forEach(entry -> {
          if (!entry.getValue().isString()) {
            throw Refusals.mistyped(name, entry.getValue());
          }
          map.put(key(name, entry.getKey()), value(name, entry.getValue().stringValue()));
        });
    return map;
  }

  /** A list of keys and values, as the second version of the messages has them. */
  static SequencedMap<String, String> pairs(Arguments arguments, String name) {
    SequencedMap<String, String> map = new LinkedHashMap<>();
    var pairs = arguments.objects(name);
    checkSize(name, pairs.size());
    for (Arguments pair : pairs) {
      String value = pair.text("value");
      map.put(key(name, pair.required("key")), value(name, value == null ? "" : value));
    }
    return map;
  }

  private static void checkSize(String name, int size) {
    if (size > TraceLimits.TAGS) {
      throw Refusals.invalid(
          "%s has %d entries; at most %d are taken".formatted(name, size, TraceLimits.TAGS));
    }
  }
}
