// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Holds an answer against a captured one. Times are compared as whole numbers of any size; ids,
 * generated names and page tokens stand for each other from the first time they appear, so that
 * later requests can be sent with ours. Of a captured answer that was cut short, only what is left
 * of it is compared.
 */
final class AnswerComparison {
  private static final Pattern TIME = Pattern.compile(".*(_time|_timestamp|_timestamp_ms)");
  private static final Pattern GENERATED =
      Pattern.compile(
          "[0-9a-f]{32}|[md]-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
              + "|[a-z]+-[a-z]+-\\d{1,3}");
  private static final Set<String> OPAQUE = Set.of("next_page_token", "digest");

  /** What came with 3.11 and no client reads. */
  private static final Set<String> UNREAD = Set.of("sqlstate", "error_class");

  private static final Pattern SET = Pattern.compile("\\{'[^{}]*'}");
  private static final Pattern BARE = Pattern.compile(": NaN\\b");

  /** The captured experiment, and what stands before its id. */
  private static final String GROUP = "2";

  private static final String BEFORE_GROUP =
      "(?<=(experiment_ids?[\":= ]{1,4}(\\[\")?|artifacts:/|artifacts/|path=|id[= ]|experiment ))";

  /** A place where the two differ, with both sides as text; a side that lacks it says so. */
  record Difference(String where, String theirs, String ours) {}

  /** What was captured, by what we say instead. */
  private final Map<String, String> captured = new LinkedHashMap<>();

  private final Map<String, String> ours = new LinkedHashMap<>();

  /** The id that the captured experiment has here, whose numbers may have gaps. */
  private String group = GROUP;

  /** A captured text with our ids in it. */
  String inOurWords(String text) {
    return replaced(text, ours).replaceAll(BEFORE_GROUP + GROUP + "\\b", group);
  }

  /** One of our texts with the captured ids in it. */
  String inTheirWords(String text) {
    return replaced(text, captured).replaceAll(BEFORE_GROUP + group + "\\b", GROUP);
  }

  private static String replaced(String text, Map<String, String> names) {
    String replaced = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      replaced = replaced.replace(name.getKey(), name.getValue());
    }
    return replaced;
  }

  /** What differs between two JSON texts. */
  List<Difference> compare(String theirText, String ourText) {
    List<Difference> differences = new ArrayList<>();
    String strict = BARE.matcher(theirText).replaceAll(": \"a bare NaN, which is no JSON\"");
    JsonNode whole = parsed(strict);
    JsonNode our = parsed(ourText);
    if (our.isMissingNode()) {
      return List.of(new Difference("", theirText, ourText));
    }
    boolean cut = whole.isMissingNode();
    JsonNode their = cut ? mended(strict) : whole;
    learn("", their, our);
    if (cut && our.has("next_page_token")) {
      learnToken(our);
    }
    compare("", their, our, cut, differences);
    return differences;
  }

  /** The token that was cut off: what MLflow says for so many that were answered. */
  private void learnToken(JsonNode our) {
    int answered = our.values().stream().filter(JsonNode::isArray).mapToInt(JsonNode::size).sum();
    byte[] offset = ("{\"offset\": " + answered + "}").getBytes(StandardCharsets.UTF_8);
    String token = Base64.getEncoder().encodeToString(offset);
    ours.put(token, our.path("next_page_token").stringValue());
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.parse(text);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  /** The longest beginning of a text that is JSON once its brackets are closed. */
  private static JsonNode mended(String text) {
    for (int end = text.length(); end > 0; end--) {
      if (end == text.length() || text.charAt(end) == ',') {
        JsonNode node = parsed(closed(text.substring(0, end)));
        if (!node.isMissingNode()) {
          return node;
        }
      }
    }
    throw new IllegalStateException("no JSON: " + text);
  }

  private static String closed(String text) {
    StringBuilder closers = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '[')) {
        closers.append(c == '{' ? '}' : ']');
      } else if (!quoted && (c == '}' || c == ']')) {
        closers.setLength(closers.length() - 1);
      }
    }
    return text + closers.reverse();
  }

  private void compare(
      String at, JsonNode their, JsonNode our, boolean cut, List<Difference> differences) {
    String name = at.substring(at.lastIndexOf('/') + 1);
    if (their.isObject() && our.isObject()) {
      objects(at, their, our, cut, differences);
    } else if (their.isArray() && our.isArray()) {
      arrays(at, their, our, cut, differences);
    } else if (their.isString() && our.isString()) {
      texts(at, name, their.stringValue(), our.stringValue(), differences);
    } else if (their.isNumber() && our.isNumber()) {
      boolean same =
          TIME.matcher(name).matches()
              ? our.isIntegralNumber() == their.isIntegralNumber()
              : inOurWords(at + ": " + their).equals(at + ": " + our)
                  || our.doubleValue() == their.doubleValue();
      if (!same) {
        differences.add(new Difference(at, their.toString(), our.toString()));
      }
    } else if (!their.equals(our)) {
      differences.add(new Difference(at, shown(their), inTheirWords(shown(our))));
    }
  }

  private void objects(
      String at, JsonNode their, JsonNode our, boolean cut, List<Difference> differences) {
    Set<String> names = new TreeSet<>();
    their.propertyNames().forEach(names::add);
    our.propertyNames().forEach(names::add);
    names.removeAll(UNREAD);
    for (String name : names) {
      if (!cut || their.has(name)) {
        compare(at + "/" + name, their.path(name), our.path(name), cut, differences);
      }
    }
  }

  /** Lists of keys and values have no order. */
  private void arrays(
      String at, JsonNode their, JsonNode our, boolean cut, List<Difference> differences) {
    List<JsonNode> theirs = ordered(their);
    List<JsonNode> ours = ordered(our);
    if (cut && their.path(0).has("key")) {
      ours.retainAll(
          ours.stream().filter(one -> theirs.stream().anyMatch(t -> sameKey(t, one))).toList());
    }
    for (int i = 0; i < Math.max(theirs.size(), ours.size()); i++) {
      if (i < theirs.size() || !cut) {
        compare(at + "/" + i, at(theirs, i), at(ours, i), cut, differences);
      }
    }
  }

  private static boolean sameKey(JsonNode one, JsonNode other) {
    return one.path("key").equals(other.path("key"));
  }

  private static List<JsonNode> ordered(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    if (array.path(0).has("key")) {
      elements.sort(
          Comparator.comparing((JsonNode one) -> one.path("key").asString(""))
              .thenComparingLong(one -> one.path("step").asLong(0)));
    }
    return elements;
  }

  private static JsonNode at(List<JsonNode> elements, int index) {
    return index < elements.size() ? elements.get(index) : MissingNode.getInstance();
  }

  private void texts(
      String at, String name, String their, String our, List<Difference> differences) {
    if (at.contains("experiment_id") && their.equals(GROUP) && our.equals(group)) {
      return;
    }
    if (!OPAQUE.contains(name) && !sorted(inOurWords(their)).equals(sorted(our))) {
      differences.add(new Difference(at, their, inTheirWords(our)));
    }
  }

  /** A message with the sets that it shows in one order, for Python's have none. */
  private static String sorted(String message) {
    return SET.matcher(message)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                Stream.of(found.group().split("[{}]|, "))
                    .sorted()
                    .collect(Collectors.joining(", "))));
  }

  /** Takes note of what stands for what. */
  private void learn(String name, JsonNode their, JsonNode our) {
    if (their.isObject()) {
      their.properties().forEach(e -> learn(e.getKey(), e.getValue(), our.path(e.getKey())));
    } else if (their.isArray()) {
      List<JsonNode> theirs = ordered(their);
      List<JsonNode> ours = ordered(our);
      for (int i = 0; i < theirs.size(); i++) {
        learn(name, theirs.get(i), at(ours, i));
      }
    } else if (their.isString() && our.isString()) {
      String theirText = their.stringValue();
      String ourText = our.stringValue();
      if (name.equals("experiment_id") && theirText.equals(GROUP)) {
        group = ourText;
      } else if (OPAQUE.contains(name) // the same token is given for many searches
          || (GENERATED.matcher(theirText).matches() && GENERATED.matcher(ourText).matches())) {
        ours.put(theirText, ourText);
        captured.put(ourText, theirText);
      }
    }
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }
}
