// SPDX-License-Identifier: Apache-2.0
package io.ratchet.mlflow;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.WellFormed;
import io.ratchet.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request asks: the fields of its JSON body, or of its query where it is a GET. Readers ask
 * for each field they know; others are ignored, as protobuf does. A field that is absent or JSON
 * null reads as null; a faulty one is refused at once.
 */
public final class Arguments {
  private static final int NO_INDEX = -1;

  private final JsonNode node;
  private final String path;
  private final int index;
  private final boolean fromQuery;

  private Arguments(JsonNode node, String path, int index, boolean fromQuery) {
    this.node = node;
    this.path = path;
    this.index = index;
    this.fromQuery = fromQuery;
  }

  /**
   * The arguments of a request. A body that is no JSON object counts as an empty one, and a body of
   * another content type is refused, both as the original does.
   */
  public static Arguments of(Request request) {
    return request.method().equals("GET") || request.method().equals("HEAD")
        ? new Arguments(query(request), "", NO_INDEX, true)
        : new Arguments(body(request), "", NO_INDEX, false);
  }

  /** The arguments within a JSON value, as far as it is an object. */
  public static Arguments of(JsonNode node) {
    return new Arguments(node.isObject() ? node : Json.object(), "", NO_INDEX, false);
  }

  private static JsonNode query(Request request) {
    ObjectNode fields = Json.object();
    for (String name : request.queryNames()) {
      List<String> values = request.queryAll(name);
      if (values.size() == 1) {
        fields.put(name, values.getFirst());
      } else {
        fields.set(name, Json.array(values));
      }
    }
    return fields;
  }

  private static JsonNode body(Request request) {
    if (request.body().length == 0) {
      return Json.object();
    }
    String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.startsWith("application/json")) {
      throw Refusals.invalid("Bad Request. Content-Type must be one of ['application/json'].");
    }
    JsonNode body;
    try {
      body = Json.read(request.body());
    } catch (Failure e) {
      return Json.object();
    }
    return body.isObject() ? body : Json.object();
  }

  /** The value as it came; null where it is absent. */
  public @Nullable JsonNode raw(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  public boolean has(String name) {
    return raw(name) != null;
  }

  public @Nullable String text(String name) {
    JsonNode value = raw(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw Refusals.mistyped(at(name), value);
    }
    String text = value.stringValue();
    if (text.indexOf('\0') >= 0) {
      throw Refusals.unfit(at(name), text, "it holds the character U+0000");
    }
    if (!WellFormed.is(text)) {
      throw Refusals.unfit(at(name), "?", "it holds half of a surrogate pair");
    }
    return text;
  }

  /** A text that must be there and say something. */
  public String required(String name) {
    String text = text(name);
    if (text == null || text.isEmpty()) {
      throw Refusals.absent(at(name));
    }
    return text;
  }

  /** A text that must be there and may be empty. */
  public String present(String name) {
    String text = text(name);
    if (text == null) {
      throw Refusals.absent(at(name));
    }
    return text;
  }

  public Optional<String> find(String name) {
    return Optional.ofNullable(text(name)).filter(text -> !text.isEmpty());
  }

  /** The run that is meant, by either of its two names. */
  public String run() {
    return find("run_id").or(() -> find("run_uuid")).orElseThrow(() -> Refusals.absent("run_id"));
  }

  /** A whole number, written as one or as a string. */
  public @Nullable Long integer(String name) {
    JsonNode value = raw(name);
    if (value == null) {
      return null;
    }
    try {
      if (value.isIntegralNumber() && value.canConvertToLong()) {
        return value.longValue();
      }
      if (value.isString()) {
        return Long.valueOf(value.stringValue());
      }
      if (value.isNumber()) {
        return value.decimalValue().longValueExact(); // 3.0 is 3
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw Refusals.mistyped(at(name), value);
    }
    throw Refusals.mistyped(at(name), value);
  }

  public long integer(String name, long absent) {
    Long number = integer(name);
    return number == null ? absent : number;
  }

  public long requiredInteger(String name) {
    Long number = integer(name);
    if (number == null) {
      throw Refusals.absent(at(name));
    }
    return number;
  }

  /** A number, or the words NaN, Infinity and -Infinity. */
  public double requiredNumber(String name) {
    JsonNode value = raw(name);
    if (value == null) {
      throw Refusals.absent(at(name));
    }
    if (value.isNumber()) {
      return value.isIntegralNumber() ? Json.number(value) : value.decimalValue().doubleValue();
    }
    if (value.isString()) {
      try {
        return Double.parseDouble(value.stringValue());
      } catch (NumberFormatException e) {
        throw Refusals.mistyped(at(name), value);
      }
    }
    throw Refusals.mistyped(at(name), value);
  }

  /** A flag, written as one or as the word, in any case. */
  public boolean flag(String name, boolean absent) {
    JsonNode value = raw(name);
    if (value == null) {
      return absent;
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return switch (value.isString() ? value.stringValue().toLowerCase(Locale.ROOT) : "") {
      case "true" -> true;
      case "false" -> false;
      default -> throw Refusals.mistyped(at(name), value);
    };
  }

  /** A list of texts; one alone in a query counts as a list of one. */
  public List<String> texts(String name) {
    JsonNode value = raw(name);
    if (value == null) {
      return List.of();
    }
    if (value.isString() && fromQuery) {
      return List.of(wellFormed(name, value.stringValue()));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements(name, value)) {
      if (!element.isString()) {
        throw Refusals.mistyped(at(name), value);
      }
      texts.add(wellFormed(name, element.stringValue()));
    }
    return texts;
  }

  private String wellFormed(String name, String text) {
    if (text.indexOf('\0') >= 0 || !WellFormed.is(text)) {
      throw Refusals.unfit(at(name), "?", "it holds U+0000 or half of a surrogate pair");
    }
    return text;
  }

  /** A list of messages. */
  public List<Arguments> objects(String name) {
    JsonNode value = raw(name);
    if (value == null) {
      return List.of();
    }
    List<Arguments> objects = new ArrayList<>(value.size());
    String list = at(name);
    int position = 0;
    for (JsonNode element : elements(name, value)) {
      if (!element.isObject()) {
        throw Refusals.mistyped(at(name), value);
      }
      objects.add(new Arguments(element, list, position++, false));
    }
    return objects;
  }

  /** A message within this one; null where it is absent. */
  public @Nullable Arguments object(String name) {
    JsonNode value = raw(name);
    if (value == null) {
      return null;
    }
    if (!value.isObject()) {
      throw Refusals.mistyped(at(name), value);
    }
    return new Arguments(value, at(name), NO_INDEX, false);
  }

  private Iterable<JsonNode> elements(String name, JsonNode value) {
    if (!value.isArray()) {
      throw Refusals.mistyped(at(name), value);
    }
    return value.values();
  }

  /**
   * How many to answer with.
   *
   * @param absent where the request does not say
   * @param most refused above
   */
  public int maxResults(int absent, int most) {
    Long asked = integer("max_results");
    if (asked == null) {
      return absent;
    }
    if (asked <= 0) {
      throw maxResults(asked, "It must be a positive integer");
    }
    if (asked > most) {
      throw maxResults(asked, "It must be at most " + most);
    }
    return asked.intValue();
  }

  /** As {@link #maxResults(int, int)}, where it must be said. */
  public int requiredMaxResults(int most) {
    if (!has("max_results")) {
      throw maxResults(0, "It must be a positive integer");
    }
    return maxResults(most, most);
  }

  private static Failure maxResults(long asked, String why) {
    return Refusals.invalid(
        "Invalid value " + asked + " for parameter 'max_results' supplied. " + why);
  }

  /** The key of the page that is asked for; null for the first. */
  public @Nullable String pageKey() {
    Optional<String> token = find("page_token");
    try {
      return token.map(Page::key).orElse(null);
    } catch (Failure e) {
      throw Refusals.pageToken();
    }
  }

  /** Put together only where it is shown: a batch has thousands of fields. */
  private String at(String name) {
    String element = index == NO_INDEX ? path : path + "[" + index + "]";
    return element.isEmpty() ? name : element + "." + name;
  }
}
