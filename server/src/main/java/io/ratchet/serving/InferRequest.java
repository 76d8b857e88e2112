// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An inference request of the Open Inference Protocol, version 2: JSON, or JSON with binary tensors
 * behind it, or one tensor alone.
 *
 * @param binaryByDefault whether outputs are binary that do not say otherwise
 * @param outputs wanted ones and whether they are binary; empty for all
 * @param raw the only tensor, as bytes, whose name and shape the model knows; null where tensors
 *     are named
 */
record InferRequest(
    @Nullable String id,
    ObjectNode parameters,
    List<Tensor> inputs,
    Map<String, Boolean> outputs,
    boolean binaryByDefault,
    @Nullable ByteBuffer raw) {
  static final String HEADER_LENGTH = "inference-header-content-length";

  private static final int TENSORS = 10_000;
  private static final int NAME_LENGTH = 256;
  private static final int DIMENSIONS = 8;
  private static final String BINARY_SIZE = "binary_data_size";

  InferRequest {
    inputs = List.copyOf(inputs);
    outputs = Map.copyOf(outputs);
  }

  /**
   * Reads a request.
   *
   * @param jsonLength what {@value #HEADER_LENGTH} says, where it is sent
   */
  static InferRequest read(byte[] body, Optional<String> jsonLength) {
    int length = jsonLength.map(text -> length(text, body.length)).orElse(body.length);
    if (length == 0 && jsonLength.isPresent()) {
      return new InferRequest(
          null, Json.object(), List.of(), Map.of(), true, ByteBuffer.wrap(body));
    }
    if (length == 0) {
      throw Failure.invalid("the body is empty", "send an inference request");
    }
    byte[] json = length == body.length ? body : Arrays.copyOf(body, length);
    ByteBuffer binary = ByteBuffer.wrap(body, length, body.length - length).slice();
    return read(Json.read(json), binary);
  }

  private static int length(String text, int limit) {
    try {
      int length = Integer.parseInt(text.strip());
      if (length >= 0 && length <= limit) {
        return length;
      }
    } catch (NumberFormatException e) {
      throw badLength(text, limit);
    }
    throw badLength(text, limit);
  }

  private static Failure badLength(String text, int limit) {
    return Failure.invalid(
        "Inference-Header-Content-Length is " + Problem.shorten(text),
        "send the length of the JSON part, 0 to " + limit);
  }

  private static InferRequest read(JsonNode body, ByteBuffer binary) {
    List<Problem> problems = new ArrayList<>();
    Fields in = Fields.of(body, "", problems);
    String id = in.text("id", NAME_LENGTH);
    ObjectNode parameters = object(in.object("parameters"));
    List<Tensor> tensors = new ArrayList<>();
    List<JsonNode> inputs = in.list("inputs", TENSORS);
    if (inputs.isEmpty() && problems.isEmpty()) {
      in.problem("inputs", "is required: at least one tensor", null);
    }
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = input(inputs.get(i), "inputs[" + i + "]", binary, problems);
      if (tensor != null) {
        tensors.add(tensor);
      }
    }
    boolean binaryByDefault = parameters.path("binary_data_output").asBoolean(false);
    Map<String, Boolean> outputs = outputs(in, binaryByDefault, problems);
    in.checkUnknown();
    if (problems.isEmpty() && binary.hasRemaining()) {
      in.problem("inputs", "leave bytes unread behind the JSON", binary.remaining());
    }
    Fields.refuse(problems);
    return new InferRequest(id, parameters, tensors, outputs, binaryByDefault, null);
  }

  private static ObjectNode object(@Nullable ObjectNode given) {
    return given == null ? Json.object() : given;
  }

  private static Map<String, Boolean> outputs(
      Fields in, boolean binaryByDefault, List<Problem> problems) {
    Map<String, Boolean> outputs = new HashMap<>();
    List<JsonNode> list = in.list("outputs", TENSORS);
    for (int i = 0; i < list.size(); i++) {
      Fields output = Fields.of(list.get(i), "outputs[" + i + "]", problems);
      String name = output.requiredText("name", NAME_LENGTH);
      ObjectNode parameters = object(output.object("parameters"));
      outputs.put(name, parameters.path("binary_data").asBoolean(binaryByDefault));
      output.checkUnknown();
    }
    return outputs;
  }

  private static @Nullable Tensor input(
      JsonNode node, String path, ByteBuffer binary, List<Problem> problems) {
    Fields in = Fields.of(node, path, problems);
    int before = problems.size();
    String name = in.requiredText("name", NAME_LENGTH);
    String type = in.requiredText("datatype", NAME_LENGTH);
    Optional<Datatype> datatype = Datatype.find(type);
    if (datatype.isEmpty() && !type.isEmpty()) {
      in.problem("datatype", "must be one of " + Arrays.toString(Datatype.values()), type);
    }
    List<Long> shape = shape(in);
    ObjectNode parameters = object(in.object("parameters"));
    JsonNode data = in.get("data");
    in.checkUnknown();
    if (problems.size() > before || datatype.isEmpty()) {
      return null;
    }
    Tensor.Elements elements = elements(in, name, datatype.get(), parameters, data, binary);
    if (elements == null) {
      return null;
    }
    long expected = shape.stream().mapToLong(Long::longValue).reduce(1, InferRequest::product);
    if (elements.count() != expected) {
      in.problem(
          "data", "must have %d elements, as its shape says".formatted(expected), elements.count());
      return null;
    }
    return new Tensor(name, datatype.get(), shape, elements);
  }

  private static long product(long one, long other) {
    return one > Integer.MAX_VALUE || other > Integer.MAX_VALUE ? Long.MAX_VALUE : one * other;
  }

  private static Tensor.@Nullable Elements elements(
      Fields in,
      String name,
      Datatype type,
      ObjectNode parameters,
      @Nullable JsonNode data,
      ByteBuffer binary) {
    JsonNode size = parameters.get(BINARY_SIZE);
    if (size == null) {
      if (data == null) {
        in.problem("data", "is required where no binary_data_size is given", null);
        return null;
      }
      if (type == Datatype.FP16) {
        in.problem("datatype", "FP16 has no JSON form: send it as binary data", null);
        return null;
      }
      return Tensor.json(name, type, data);
    }
    boolean fits =
        size.isIntegralNumber()
            && size.canConvertToInt()
            && size.intValue() >= 0
            && size.intValue() <= binary.remaining();
    if (!fits || data != null) {
      in.problem(
          "parameters." + BINARY_SIZE,
          "must be at most the %d bytes that are left, without data".formatted(binary.remaining()),
          size);
      return null;
    }
    ByteBuffer bytes = binary.slice(binary.position(), size.intValue());
    binary.position(binary.position() + size.intValue());
    return Tensor.binary(name, type, bytes);
  }

  private static List<Long> shape(Fields in) {
    List<Long> shape = new ArrayList<>();
    List<JsonNode> dimensions = in.list("shape", DIMENSIONS);
    for (JsonNode one : dimensions) {
      if (one.isIntegralNumber() && one.canConvertToInt() && one.intValue() > 0) {
        shape.add(one.longValue());
      } else {
        in.problem("shape", "must hold whole numbers from 1 on", one);
      }
    }
    if (dimensions.isEmpty()) {
      in.problem("shape", "must have at least one dimension", null);
    }
    return shape;
  }

  /** The tensors, where they come without names as those of the model. */
  List<Tensor> tensors(Wire wire) {
    if (raw == null) {
      return inputs;
    }
    if (wire.inputs().size() != 1) {
      throw Failure.invalid(
          "a body of tensor data alone is for models of one input, this one has "
              + wire.inputs().size(),
          "send JSON before the tensors, and its length in Inference-Header-Content-Length");
    }
    TensorSpec spec = wire.inputs().getFirst();
    Tensor.Elements elements = Tensor.binary(spec.name(), spec.datatype(), raw);
    long width = spec.shape().size() < 2 ? 1 : spec.shape().get(1);
    if (elements.count() == 0 || elements.count() % width != 0) {
      throw Failure.invalid(
          "the body has %d elements of %s".formatted(elements.count(), spec.datatype()),
          "send %d for each row".formatted(width));
    }
    return List.of(
        new Tensor(
            spec.name(), spec.datatype(), List.of(elements.count() / width, width), elements));
  }
}
