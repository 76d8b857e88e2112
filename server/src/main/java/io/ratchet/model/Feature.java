// SPDX-License-Identifier: Apache-2.0
package io.ratchet.model;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One input of a model.
 *
 * @param optional whether a request may leave it out; the model then sees a missing value
 * @param minimum lowest value it takes; null for no bound
 * @param maximum highest value it takes; null for no bound
 * @param categories the words it takes, for {@link Type#CATEGORY}; empty for any word
 */
public record Feature(
    String name,
    Type type,
    boolean optional,
    @Nullable Double minimum,
    @Nullable Double maximum,
    List<String> categories) {
  public static final int NAME_LENGTH = 128;
  public static final int CATEGORIES = 10_000;

  /** What kind of value a feature has. */
  public enum Type {
    /** Any finite number. */
    NUMBER,
    /** A whole number. */
    INTEGER,
    /** True or false; 0 and 1 are taken for them. */
    BOOLEAN,
    /** A word. */
    CATEGORY
  }

  public Feature {
    categories = List.copyOf(categories);
  }

  public static Feature number(String name) {
    return new Feature(name, Type.NUMBER, false, null, null, List.of());
  }

  public ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("name", name)
            .put("type", type.name().toLowerCase(Locale.ROOT))
            .put("optional", optional)
            .put("minimum", minimum)
            .put("maximum", maximum);
    json.set("categories", Json.array(categories));
    return json;
  }

  static @Nullable Feature read(JsonNode node, String path, List<Problem> problems) {
    Fields in = Fields.of(node, path, problems);
    String name = in.requiredText("name", NAME_LENGTH);
    Type type = in.choice("type", Type.class);
    boolean optional = in.flag("optional", false);
    Double minimum = in.number("minimum", -Double.MAX_VALUE, Double.MAX_VALUE);
    Double maximum = in.number("maximum", -Double.MAX_VALUE, Double.MAX_VALUE);
    List<String> categories = new ArrayList<>();
    for (JsonNode word : in.list("categories", CATEGORIES)) {
      if (word.isString() && !categories.contains(word.stringValue())) {
        categories.add(word.stringValue());
      } else {
        in.problem("categories", "must hold different strings", word);
      }
    }
    in.checkUnknown();
    if (minimum != null && maximum != null && minimum > maximum) {
      in.problem("minimum", "must not be above maximum, " + maximum, minimum);
    }
    if (!categories.isEmpty() && type != Type.CATEGORY) {
      in.problem("categories", "are for the type category", null);
    }
    return name.isEmpty()
        ? null
        : new Feature(
            name, type == null ? Type.NUMBER : type, optional, minimum, maximum, categories);
  }
}
