// SPDX-License-Identifier: Apache-2.0
package io.ratchet.model;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.onnx.FeatureSpec;
import io.ratchet.onnx.ModelCard;
import io.ratchet.onnx.OnnxFile;
import io.ratchet.onnx.Target;
import io.ratchet.onnx.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an ONNX file says of itself. A file of our own trainers carries a card with everything; of
 * any other the inputs tell the features: one for each input of a single column, or as many unnamed
 * numbers as its one table has columns.
 */
public record Described(Signature signature, List<Golden> golden, Lineage lineage) {
  public Described {
    golden = List.copyOf(golden);
  }

  /**
   * Reads a file.
   *
   * @throws Failure INVALID where it is no ONNX file
   */
  public static Described of(byte[] file) {
    OnnxFile onnx = OnnxFile.read(file);
    ModelCard card = ModelCard.of(onnx);
    return card == null
        ? new Described(
            new Signature(features(onnx), Signature.Task.CLASSIFICATION, List.of()),
            List.of(),
            Lineage.UNKNOWN)
        : of(card);
  }

  private static Described of(ModelCard card) {
    Signature signature = signature(card.signature());
    List<Golden> golden = new ArrayList<>();
    for (int i = 0; i < card.golden().inputs().size(); i++) {
      List<Double> expected = new ArrayList<>();
      for (double value : card.golden().outputs().get(i)) {
        expected.add(value);
      }
      golden.add(new Golden(row(signature, card.golden().inputs().get(i)), expected));
    }
    String trainer = card.provenance().trainer() + " by " + card.provenance().library();
    return new Described(
        signature,
        golden,
        new Lineage(emptyToNull(card.provenance().dataSha256()), null, null, trainer));
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** The signature of a trained model in the words that requests use. */
  public static Signature signature(io.ratchet.onnx.Signature trained) {
    List<Feature> features =
        trained.features().stream()
            .map(spec ->
                new Feature(
                    spec.name(), type(spec.kind()), spec.optional(), null, null, spec.categories()))
            .toList();
    return switch (trained.target()) {
      case Target.Classes classes ->
          new Signature(
              features,
              Signature.Task.CLASSIFICATION,
              classes.classes().stream().map(Described::asWritten).toList());
      case Target.Quantity _ -> new Signature(features, Signature.Task.REGRESSION, List.of());
    };
  }

  private static Feature.Type type(FeatureSpec.Kind kind) {
    return switch (kind) {
      case NUMBER -> Feature.Type.NUMBER;
      case BOOLEAN -> Feature.Type.BOOLEAN;
      case CATEGORY -> Feature.Type.CATEGORY;
    };
  }

  /** A class that a table writes as a whole number is one; any other is a text. */
  private static JsonNode asWritten(String name) {
    return name.matches("0|-?[1-9]\\d{0,17}")
        ? JsonNodeFactory.instance.numberNode(Long.parseLong(name))
        : JsonNodeFactory.instance.stringNode(name);
  }

  /** The features of a row as a request would send them; missing ones are absent. */
  private static ObjectNode row(Signature signature, float[] values) {
    ObjectNode row = Json.object();
    for (int i = 0; i < values.length; i++) {
      Feature feature = signature.features().get(i);
      float value = values[i];
      if (Float.isNaN(value)) {
        continue;
      }
      switch (feature.type()) {
        case NUMBER, INTEGER -> row.put(feature.name(), value);
        case BOOLEAN -> row.put(feature.name(), value != 0);
        case CATEGORY -> row.put(feature.name(), feature.categories().get((int) value));
      }
    }
    return row;
  }

  private static List<Feature> features(OnnxFile file) {
    List<OnnxFile.Value> inputs = file.inputs();
    long columns = inputs.size() == 1 ? columns(inputs.getFirst()) : 1;
    if (columns > Signature.FEATURES || inputs.size() > Signature.FEATURES) {
      throw Failure.invalid(
          "the model takes %d columns in %d inputs".formatted(columns, inputs.size()),
          "a model takes at most " + Signature.FEATURES + " features");
    }
    if (columns > 1) {
      return IntStream.range(0, (int) columns).mapToObj(i -> Feature.number("x" + i)).toList();
    }
    return inputs.stream()
        .filter(input -> columns(input) == 1)
        .map(input -> new Feature(input.name(), type(input), false, null, null, List.of()))
        .toList();
  }

  /** Columns of a table of rows; 0 where that is not said, or where it is no table. */
  private static long columns(OnnxFile.Value input) {
    if (!(input.type() instanceof ValueType.Tensor tensor) || tensor.shape() == null) {
      return 0;
    }
    List<ValueType.Dimension> shape = tensor.shape();
    if (shape.size() == 1) {
      return 1;
    }
    Long size = shape.size() == 2 ? shape.getLast().size() : null;
    return size == null ? 0 : size;
  }

  private static Feature.Type type(OnnxFile.Value input) {
    if (!(input.type() instanceof ValueType.Tensor tensor)) {
      return Feature.Type.NUMBER;
    }
    return switch (tensor.element()) {
      case STRING -> Feature.Type.CATEGORY;
      case BOOL -> Feature.Type.BOOLEAN;
      case UINT8, INT8, UINT16, INT16, INT32, INT64, UINT32, UINT64 -> Feature.Type.INTEGER;
      case FLOAT, FLOAT16, DOUBLE, BFLOAT16, OTHER -> Feature.Type.NUMBER;
    };
  }
}
