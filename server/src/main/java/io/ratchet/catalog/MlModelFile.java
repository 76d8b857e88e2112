// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.model.Feature;
import io.ratchet.model.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the file {@code MLmodel} says of a model: which file holds it as ONNX, and its signature.
 * The file comes from anybody; what cannot be understood of it is left out, since a model may be
 * registered whatever it is.
 *
 * @param onnx name of the ONNX file beside it; null where there is none
 */
record MlModelFile(@Nullable String onnx, Optional<Signature> signature) {
  static final String NAME = "MLmodel";
  static final int SIZE_LIMIT = 1 << 20;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setAllowDuplicateKeys(false)
          .setAllowRecursiveKeys(false)
          .setMaxAliasesForCollections(10)
          .setCodePointLimit(SIZE_LIMIT)
          .build();

  static MlModelFile read(String text) {
    try {
      Object root = new Load(SETTINGS).loadFromString(text);
      return new MlModelFile(onnx(root), signature(root));
    } catch (YamlEngineException e) {
      return new MlModelFile(null, Optional.empty());
    }
  }

  private static @Nullable String onnx(@Nullable Object root) {
    Object data = at(at(at(root, "flavors"), "onnx"), "data");
    return data instanceof String name && !name.contains("/") && !name.contains("..") ? name : null;
  }

  private static Optional<Signature> signature(@Nullable Object root) {
    Object signature = at(root, "signature");
    JsonNode inputs = json(at(signature, "inputs"));
    ArrayNode features = Json.array();
    for (JsonNode column : inputs) {
      String name = column.path("name").asString("");
      if (name.isEmpty()) {
        return Optional.empty();
      }
      features
          .addObject()
          .put("name", name)
          .put("type", type(column.path("type").asString("")))
          .put("optional", !column.path("required").asBoolean(true));
    }
    if (features.isEmpty()) {
      return Optional.empty();
    }
    JsonNode answer = json(at(signature, "outputs")).path(0).path("type");
    boolean number = answer.asString("").equals("double") || answer.asString("").equals("float");
    ObjectNode json = Json.object();
    json.set("features", features);
    json.put("task", number ? "regression" : "classification");
    List<Problem> problems = new ArrayList<>();
    Signature read = Signature.read(json, "signature", problems);
    return problems.isEmpty() ? Optional.of(read) : Optional.empty();
  }

  private static String type(String column) {
    return switch (column) {
      case "long", "integer" -> Feature.Type.INTEGER.name();
      case "boolean" -> Feature.Type.BOOLEAN.name();
      case "string" -> Feature.Type.CATEGORY.name();
      default -> Feature.Type.NUMBER.name();
    };
  }

  private static @Nullable Object at(@Nullable Object node, String key) {
    return node instanceof Map<?, ?> map ? map.get(key) : null;
  }

  private static JsonNode json(@Nullable Object text) {
    try {
      return text instanceof String string ? Json.parse(string) : Json.array();
    } catch (JacksonException e) {
      return Json.array();
    }
  }
}
