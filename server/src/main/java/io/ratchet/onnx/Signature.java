// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.onnx.FeatureSpec.Kind;
import io.ratchet.onnx.FeatureSpec.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a model takes, in the order of its columns, and what it answers. */
public record Signature(List<FeatureSpec> features, Target target) {
  public Signature {
    features = List.copyOf(features);
  }

  public List<String> names() {
    return features.stream().map(FeatureSpec::name).toList();
  }

  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    var list = json.putArray("features");
    for (FeatureSpec feature : features) {
      ObjectNode entry = list.addObject();
      entry.put("name", feature.name());
      entry.put("type", feature.kind().name().toLowerCase(Locale.ROOT));
      Range observed = feature.observed();
      if (observed != null) {
        entry.putArray("observed").add(observed.least()).add(observed.greatest());
      }
      if (!feature.categories().isEmpty()) {
        entry.set("categories", Json.array(feature.categories()));
      }
      entry.put("optional", feature.optional());
    }
    ObjectNode answer = json.putObject("target").put("name", target.name());
    switch (target) {
      case Target.Classes classes -> answer.set("classes", Json.array(classes.classes()));
      case Target.Quantity _ -> answer.put("type", "number");
    }
    return json;
  }

  /** Reads {@link #toJson}; anything else is refused, since it may come with anybody's file. */
  public static Signature fromJson(JsonNode json) {
    List<FeatureSpec> features = new ArrayList<>();
    for (JsonNode entry : json.path("features").values()) {
      features.add(feature(entry));
    }
    JsonNode answer = json.path("target");
    String name = text(answer, "name");
    JsonNode classes = answer.path("classes");
    if (features.isEmpty() || (!classes.isMissingNode() && texts(classes).size() < 2)) {
      throw broken("features, or classes, are missing");
    }
    Target target =
        classes.isMissingNode()
            ? new Target.Quantity(name)
            : new Target.Classes(name, texts(classes));
    return new Signature(features, target);
  }

  private static FeatureSpec feature(JsonNode entry) {
    String name = text(entry, "name");
    Kind kind =
        switch (text(entry, "type")) {
          case "number" -> Kind.NUMBER;
          case "boolean" -> Kind.BOOLEAN;
          case "category" -> Kind.CATEGORY;
          default -> throw broken("the type of \"" + name + "\" is " + entry.path("type"));
        };
    JsonNode observed = entry.path("observed");
    if (!observed.isMissingNode()
        && !(observed.size() == 2 && observed.path(0).isNumber() && observed.path(1).isNumber())) {
      throw broken("the range of \"" + name + "\" is " + observed);
    }
    Range range =
        observed.isMissingNode()
            ? null
            : new Range(Json.number(observed.path(0)), Json.number(observed.path(1)));
    List<String> categories = texts(entry.path("categories"));
    if (categories.isEmpty() == (kind == Kind.CATEGORY)) {
      throw broken("the categories of \"" + name + "\" are " + categories);
    }
    return new FeatureSpec(name, kind, range, categories, entry.path("optional").asBoolean(false));
  }

  private static String text(JsonNode node, String member) {
    JsonNode value = node.path(member);
    if (!value.isString()) {
      throw broken("\"" + member + "\" is " + value);
    }
    return value.stringValue();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : array.values()) {
      if (!value.isString()) {
        throw broken("a name is " + value);
      }
      texts.add(value.stringValue());
    }
    return texts;
  }

  private static Failure broken(String what) {
    return Failure.invalid(
        "the signature of the model cannot be read: " + what,
        "declare the signature, or leave the file's metadata as the trainer wrote it");
  }
}
