// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Criteria as people write them: an attribute with a list of values, or with {@code min} and {@code
 * max}.
 */
public final class Criteria {
  private static final int CRITERIA = 32;
  private static final int VALUES = 1_000;

  private Criteria() {}

  /**
   * Reads the criteria of a segment, faults going to {@code problems}.
   *
   * @param name the field that holds them
   * @param path where {@code fields} is, empty for the top
   */
  public static List<Criterion> read(
      Fields fields, String name, String path, List<Problem> problems) {
    ObjectNode object = fields.object(name);
    List<Criterion> criteria = new ArrayList<>();
    if (object == null || object.isEmpty() || object.size() > CRITERIA) {
      fields.problem(name, "must name 1 to " + CRITERIA + " attributes", object);
      return criteria;
    }
    object
        .properties()
        .forEach(entry -> {
          String at = (path.isEmpty() ? "" : path + ".") + name + "." + entry.getKey();
          Criterion criterion = criterion(entry.getKey(), entry.getValue(), at, problems);
          if (criterion != null) {
            criteria.add(criterion);
          }
        });
    return criteria;
  }

  private static @Nullable Criterion criterion(
      String attribute, JsonNode value, String path, List<Problem> problems) {
    if (value.isArray()) {
      Set<String> values = new HashSet<>();
      for (JsonNode element : value) {
        Object plain = Json.value(element);
        if (plain == null || element.isContainer()) {
          problems.add(Problem.of(path, "must list texts, numbers, true or false", element));
          return null;
        }
        values.add(Criterion.text(plain));
      }
      if (values.isEmpty() || values.size() > VALUES) {
        problems.add(Problem.of(path, "must list 1 to " + VALUES + " values", value.size()));
      }
      return new Criterion.OneOf(attribute, values);
    }
    Fields fields = Fields.of(value, path, problems);
    Double min = fields.number("min", -Double.MAX_VALUE, Double.MAX_VALUE);
    Double max = fields.number("max", -Double.MAX_VALUE, Double.MAX_VALUE);
    fields.checkUnknown();
    if (value.isObject() && min == null && max == null) {
      problems.add(Problem.of(path, "must have min or max, or be a list of values", value));
    }
    return new Criterion.Within(attribute, min, max);
  }

  /** As {@link #read} takes them. */
  public static ObjectNode json(List<Criterion> criteria) {
    ObjectNode json = Json.object();
    for (Criterion criterion : criteria) {
      switch (criterion) {
        case Criterion.Within within -> {
          ObjectNode bounds = json.putObject(within.attribute());
          if (within.min() != null) {
            bounds.put("min", within.min());
          }
          if (within.max() != null) {
            bounds.put("max", within.max());
          }
        }
        case Criterion.OneOf oneOf ->
            json.set(oneOf.attribute(), Json.array(oneOf.values().stream().sorted().toList()));
      }
    }
    return json;
  }

  /** Criteria that {@link #json} wrote. */
  public static List<Criterion> parse(JsonNode json) {
    List<Criterion> criteria = new ArrayList<>();
    json.properties()
        .forEach(entry -> criteria.add(readCriterion(entry.getKey(), entry.getValue())));
    return criteria;
  }

  private static Criterion readCriterion(String attribute, JsonNode json) {
    if (json.isArray()) {
      Set<String> values = new HashSet<>();
      json.forEach(value -> values.add(value.stringValue()));
      return new Criterion.OneOf(attribute, values);
    }
    JsonNode min = json.get("min");
    JsonNode max = json.get("max");
    return new Criterion.Within(
        attribute,
        min == null ? null : (Double) min.doubleValue(),
        max == null ? null : (Double) max.doubleValue());
  }
}
