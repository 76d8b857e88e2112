// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Json;
import io.ratchet.model.ModelSource;
import io.ratchet.model.Signature;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A model behind a server that speaks the Open Inference Protocol, version 2, in JSON. */
final class KservePredictor implements Predictor {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final URI infer;
  private final RemoteModel remote;
  private final Columns columns;
  private final Classes classes;
  private final List<TensorSpec> inputs;
  private final Wire wire;

  private KservePredictor(URI infer, RemoteModel remote, Columns columns, List<TensorSpec> inputs) {
    this.infer = infer;
    this.remote = remote;
    this.columns = columns;
    this.classes = new Classes(columns.signature().classes());
    this.inputs = inputs;
    this.wire =
        Wire.columns(
            columns,
            Wire.answer(Wire.PREDICTION, columns.signature()),
            columns.signature().task() == Signature.Task.CLASSIFICATION
                ? Wire.probabilities(
                    Wire.PROBABILITIES, Datatype.FP64, classes.areNamed() ? classes.size() : -1)
                : null);
  }

  /** Asks the server what the model takes. */
  static KservePredictor open(
      ModelSource.Kserve source, Columns columns, RemoteModel remote, Deadline deadline) {
    String base = source.url().toString().replaceAll("/+$", "");
    String version = source.version() == null ? "" : "/versions/" + source.version();
    URI model = URI.create(base + "/v2/models/" + source.model() + version);
    List<TensorSpec> inputs = new ArrayList<>();
    for (JsonNode input : remote.get(model, deadline).path("inputs")) {
      String type = input.path("datatype").asString("");
      inputs.add(
          new TensorSpec(
              input.path("name").asString(""),
              Datatype.find(type)
                  .orElseThrow(
                      () -> RemoteModel.broken(model, "takes tensors of type " + type, null)),
              input.path("shape").valueStream().map(JsonNode::asLong).toList()));
    }
    for (TensorSpec input : inputs) {
      if (inputs.size() > 1 && columns.place(input.name()) < 0) {
        throw RemoteModel.broken(
            model, "takes the input " + input.name() + ", which the signature has not", null);
      }
    }
    if (inputs.isEmpty() || (inputs.size() > 1 && inputs.size() != columns.size())) {
      throw RemoteModel.broken(
          model,
          "takes %d inputs, the signature has %d features".formatted(inputs.size(), columns.size()),
          null);
    }
    return new KservePredictor(URI.create(model + "/infer"), remote, columns, inputs);
  }

  @Override
  public List<Prediction> predict(Rows rows, Deadline deadline) {
    JsonNode answer = remote.post(infer, request(rows), deadline);
    JsonNode labels = null;
    JsonNode numbers = null;
    for (JsonNode output : answer.path("outputs")) {
      String type = output.path("datatype").asString("");
      boolean real = type.startsWith("FP");
      numbers = real && numbers == null ? output : numbers;
      labels = !real && labels == null ? output : labels;
    }
    return predictions(rows.count(), labels, numbers);
  }

  private ObjectNode request(Rows rows) {
    ObjectNode request = Json.object();
    ArrayNode array = request.putArray("inputs");
    boolean matrix =
        inputs.size() == 1 && (columns.size() > 1 || columns.place(inputs.getFirst().name()) < 0);
    for (TensorSpec input : inputs) {
      int first = matrix ? 0 : columns.place(input.name());
      int count = matrix ? columns.size() : 1;
      ObjectNode tensor = array.addObject().put("name", input.name());
      ArrayNode shape = tensor.putArray("shape").add(rows.count());
      if (matrix || input.shape().size() > 1) {
        shape.add(count);
      }
      ArrayNode data = tensor.put("datatype", input.datatype().name()).putArray("data");
      for (int row = 0; row < rows.count(); row++) {
        for (int column = first; column < first + count; column++) {
          data.add(element(rows, row, column, input.datatype()));
        }
      }
    }
    return request;
  }

  private static JsonNode element(Rows rows, int row, int column, Datatype type) {
    return switch (type) {
      case BYTES -> NODES.stringNode(rows.word(row, column));
      case BOOL -> NODES.booleanNode(rows.value(row, column) == 1);
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, FP32, FP64 ->
          Shown.node(rows.value(row, column));
    };
  }

  private List<Prediction> predictions(
      int rows, @Nullable JsonNode labels, @Nullable JsonNode numbers) {
    List<JsonNode> names = flat(labels);
    List<JsonNode> values = flat(numbers);
    boolean regression = columns.signature().task() == Signature.Task.REGRESSION;
    boolean fits =
        values.size() % rows == 0
            && values.stream().allMatch(JsonNode::isNumber)
            && (regression
                ? !values.isEmpty()
                : (names.size() == rows || (names.isEmpty() && !values.isEmpty())));
    if (!fits) {
      throw RemoteModel.broken(infer, "answered outputs that are no predictions", null);
    }
    int width = values.size() / rows;
    List<Prediction> predictions = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      double[] part = new double[width];
      for (int i = 0; i < width; i++) {
        part[i] = Json.number(values.get(row * width + i));
      }
      double[] chances = width == 1 ? Classes.both(part[0]) : part;
      predictions.add(
          regression
              ? Prediction.of(values.get(row * width))
              : names.isEmpty()
                  ? classes.likeliest(chances)
                  : classes.named(names.get(row), chances));
    }
    return predictions;
  }

  /** The elements of a tensor, which may be nested. */
  private static List<JsonNode> flat(@Nullable JsonNode output) {
    List<JsonNode> flat = new ArrayList<>();
    if (output != null) {
      flatten(output.path("data"), flat);
    }
    return flat;
  }

  private static void flatten(JsonNode node, List<JsonNode> flat) {
    if (node.isArray()) {
      node.values().forEach(one -> flatten(one, flat));
    } else if (!node.isMissingNode()) {
      flat.add(node);
    }
  }

  @Override
  public boolean isConstant() {
    return false;
  }

  @Override
  public Wire wire() {
    return wire;
  }

  @Override
  public String platform() {
    return "kserve_v2";
  }

  @Override
  public void close() {}
}
