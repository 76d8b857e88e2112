// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Json;
import io.ratchet.model.Signature;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model behind an endpoint of its own, which takes {@code {"features": {}}} and answers {@code
 * {"prediction"}} and, where it can, {@code "probabilities"} and {@code "confidence"}.
 */
final class HttpPredictor implements Predictor {
  private final URI uri;
  private final RemoteModel remote;
  private final Signature signature;
  private final Classes classes;
  private final Wire wire;

  HttpPredictor(URI uri, Columns columns, RemoteModel remote) {
    this.uri = uri;
    this.remote = remote;
    this.signature = columns.signature();
    this.classes = new Classes(signature.classes());
    boolean named = signature.task() == Signature.Task.CLASSIFICATION && classes.areNamed();
    this.wire =
        Wire.columns(
            columns,
            Wire.answer(Wire.PREDICTION, signature),
            named ? Wire.probabilities(Wire.PROBABILITIES, Datatype.FP64, classes.size()) : null);
  }

  @Override
  public List<Prediction> predict(Rows rows, Deadline deadline) {
    List<Prediction> predictions = new ArrayList<>(rows.count());
    for (int row = 0; row < rows.count(); row++) {
      ObjectNode body = Json.object();
      body.set("features", rows.json(row));
      predictions.add(read(remote.post(uri, body, deadline)));
    }
    return predictions;
  }

  private Prediction read(JsonNode answer) {
    JsonNode prediction = answer.get("prediction");
    boolean regression = signature.task() == Signature.Task.REGRESSION;
    if (prediction == null || !prediction.isValueNode() || prediction.isNull()) {
      throw RemoteModel.broken(uri, "answered without a prediction", null);
    }
    if (regression) {
      if (!prediction.isNumber()) {
        throw RemoteModel.broken(uri, "answered a prediction that is no number", null);
      }
      return Prediction.of(prediction);
    }
    Prediction named = classes.named(prediction, probabilities(answer.path("probabilities")));
    JsonNode confidence = answer.path("confidence");
    return named.confidence() == null && confidence.isNumber()
        ? new Prediction(
            named.answer(), named.probabilities(), Json.number(confidence), named.stages())
        : named;
  }

  /** In the order of the classes, whether they came by name or in a list. */
  private double[] probabilities(JsonNode given) {
    if (given.isArray()) {
      double[] list = given.valueStream().mapToDouble(Json::number).toArray();
      return list.length == classes.size() || !classes.areNamed() ? list : Prediction.NONE;
    }
    double[] probabilities = new double[classes.size()];
    List<String> names = classes.texts(classes.size());
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      int place = names.indexOf(entry.getKey());
      if (place < 0 || !entry.getValue().isNumber()) {
        return Prediction.NONE;
      }
      probabilities[place] = Json.number(entry.getValue());
    }
    return given.isEmpty() ? Prediction.NONE : probabilities;
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
    return "http";
  }

  @Override
  public void close() {}
}
