// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what was inferred as tensors, in JSON or behind it. */
final class InferAnswer {
  private final InferRequest request;
  private final Inferences.Inferred inferred;

  InferAnswer(InferRequest request, Inferences.Inferred inferred) {
    this.request = request;
    this.inferred = inferred;
  }

  Answer write(String callId) {
    ObjectNode json =
        Json.object()
            .put("model_name", inferred.version().model())
            .put("model_version", inferred.version().version().toString());
    if (request.id() != null) {
      json.put("id", request.id());
    }
    json.set("parameters", parameters(callId));
    ArrayNode outputs = json.putArray("outputs");
    ByteArrayOutputStream binary = new ByteArrayOutputStream();
    boolean any = false;
    for (TensorSpec spec : wanted()) {
      boolean bytes = request.outputs().getOrDefault(spec.name(), request.binaryByDefault());
      any |= bytes;
      outputs.add(output(spec, bytes ? binary : null));
    }
    byte[] head = Json.bytes(json);
    if (!any) {
      return Answer.bytes(200, "application/json", head);
    }
    byte[] body = java.util.Arrays.copyOf(head, head.length + binary.size());
    System.arraycopy(binary.toByteArray(), 0, body, head.length, binary.size());
    return Answer.bytes(200, "application/octet-stream", body)
        .withHeader("Inference-Header-Content-Length", Integer.toString(head.length));
  }

  private ObjectNode parameters(String callId) {
    ObjectNode parameters = Json.object().put("call_id", callId);
    if (inferred.version().variant() != null) {
      parameters.put("variant", inferred.version().variant());
    }
    if (inferred.reason() != null) {
      parameters
          .put("fallback_for", inferred.wanted().version().toString())
          .put("fallback_reason", inferred.reason());
    }
    return parameters;
  }

  private List<TensorSpec> wanted() {
    List<TensorSpec> known = inferred.wire().outputs();
    if (request.outputs().isEmpty()) {
      return known;
    }
    return known.stream().filter(spec -> request.outputs().containsKey(spec.name())).toList();
  }

  /** Refuses outputs that the model has not, before it is run. */
  static void check(InferRequest request, Wire wire) {
    List<String> known = wire.outputs().stream().map(TensorSpec::name).toList();
    for (String name : request.outputs().keySet()) {
      if (!known.contains(name)) {
        throw Failure.invalid(
            "there is no output " + io.ratchet.base.Problem.shorten(name),
            "ask for " + String.join(" or ", known));
      }
    }
  }

  private ObjectNode output(TensorSpec spec, @Nullable ByteArrayOutputStream binary) {
    boolean answers = spec.equals(inferred.wire().answer());
    List<Prediction> predictions = inferred.predictions();
    ObjectNode output = Json.object().put("name", spec.name());
    ArrayNode shape = output.put("datatype", spec.datatype().name()).putArray("shape");
    shape.add(predictions.size());
    if (!answers) {
      shape.add(predictions.getFirst().probabilities().length);
    }
    if (binary == null) {
      ArrayNode data = output.putArray("data");
      for (Prediction one : predictions) {
        if (answers) {
          data.add(element(one.answer(), spec.datatype()));
        } else {
          for (double chance : one.probabilities()) {
            data.add(Shown.node(chance));
          }
        }
      }
      return output;
    }
    byte[] bytes = answers ? answers(spec.datatype()) : probabilities(spec.datatype());
    output.putObject("parameters").put("binary_data_size", bytes.length);
    binary.writeBytes(bytes);
    return output;
  }

  /** A class as text where the output is text, else as it is. */
  private static JsonNode element(JsonNode answer, Datatype type) {
    return type == Datatype.BYTES && !answer.isString()
        ? Json.array(List.of(answer.toString())).get(0)
        : answer;
  }

  private byte[] probabilities(Datatype type) {
    List<Prediction> predictions = inferred.predictions();
    int width = predictions.getFirst().probabilities().length;
    byte[] bytes = new byte[predictions.size() * width * type.size()];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (Prediction one : predictions) {
      for (double chance : one.probabilities()) {
        put(out, type, chance);
      }
    }
    return bytes;
  }

  private byte[] answers(Datatype type) {
    List<Prediction> predictions = inferred.predictions();
    if (type == Datatype.BYTES) {
      return texts(predictions);
    }
    byte[] bytes = new byte[predictions.size() * type.size()];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (Prediction one : predictions) {
      JsonNode answer = one.answer();
      if (type == Datatype.INT64) {
        out.putLong(answer.asLong());
      } else {
        put(out, type, answer.isBoolean() ? (answer.booleanValue() ? 1 : 0) : answer.asDouble());
      }
    }
    return bytes;
  }

  private static void put(ByteBuffer out, Datatype type, double value) {
    switch (type) {
      case FP32 -> out.putFloat((float) value);
      case BOOL -> out.put((byte) value);
      case FP64 -> out.putDouble(value);
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, BYTES ->
          throw new IllegalStateException("no output is " + type);
    }
  }

  private static byte[] texts(List<Prediction> predictions) {
    List<byte[]> texts = new ArrayList<>();
    int length = 0;
    for (Prediction one : predictions) {
      JsonNode answer = one.answer();
      String text = answer.isString() ? answer.stringValue() : answer.toString();
      texts.add(text.getBytes(StandardCharsets.UTF_8));
      length += Integer.BYTES + texts.getLast().length;
    }
    byte[] bytes = new byte[length];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (byte[] text : texts) {
      out.putInt(text.length).put(text);
    }
    return bytes;
  }
}
