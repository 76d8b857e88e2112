// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What MLflow's clients log to runs. */
public final class LoggingApi {
  private static final String AT = "/2.0/mlflow/runs/";
  private static final List<String> OF_A_MODEL =
      List.of("artifact_path", "flavors", "utc_time_created", "run_id");

  private final Runs runs;
  private final Answers answers;

  public LoggingApi(Runs runs, Answers answers) {
    this.runs = runs;
    this.answers = answers;
  }

  public List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.post(AT + "log-metric", this::logMetric),
            Endpoint.post(AT + "log-parameter", this::logParameter),
            Endpoint.post(AT + "log-batch", this::logBatch),
            Endpoint.post(AT + "set-tag", this::setTag),
            Endpoint.post(AT + "delete-tag", this::deleteTag),
            Endpoint.post(AT + "log-model", this::logModel)));
  }

  private static Answer done() {
    return Answer.json(Json.object());
  }

  private Answer logMetric(Request request) {
    Arguments in = Arguments.of(request);
    Metric metric = LogReader.metric(in);
    runs.write(
        Write.metric(request.project(), in.run(), metric),
        LogReader.ofModel(in, metric).stream().toList());
    return done();
  }

  private Answer logParameter(Request request) {
    Arguments in = Arguments.of(request);
    runs.write(Write.param(request.project(), in.run(), LogReader.param(in, "")));
    return done();
  }

  private Answer logBatch(Request request) {
    LogReader.Batch batch = LogReader.batch(request);
    Write write = batch.write();
    List<ModelMetric> ofModels = batch.ofModels();
    if (request.header(Answers.HEADER).isEmpty()) {
      runs.write(write, ofModels);
      return done();
    }
    AtomicBoolean isNew = new AtomicBoolean();
    String answer =
        RunWriter.retrying(() ->
            answers.answer(
                request,
                handle -> {
                  runs.write(handle, write, ofModels);
                  isNew.set(true);
                  return "{}";
                }));
    if (isNew.get()) {
      runs.feed().publish(write.run(), write.metrics());
    }
    return Answer.bytes(200, "application/json", answer.getBytes(StandardCharsets.UTF_8));
  }

  private Answer setTag(Request request) {
    Arguments in = Arguments.of(request);
    Tag tag = LogReader.tag(in, KeyPolicy.TAG_LENGTH, true);
    runs.write(Write.tags(request.project(), in.run(), List.of(tag)));
    return done();
  }

  private Answer deleteTag(Request request) {
    Arguments in = Arguments.of(request);
    runs.deleteTag(request.project(), in.run(), in.required("key"));
    return done();
  }

  private Answer logModel(Request request) {
    Arguments in = Arguments.of(request);
    runs.addLoggedModel(request.project(), in.run(), model(in.required("model_json")));
    return done();
  }

  private static JsonNode model(String text) {
    JsonNode model;
    try {
      model = Json.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (Failure e) {
      throw Refusals.invalid(
          "Malformed model info. \n " + Problem.shorten(text) + " \n is not a valid JSON.");
    }
    Stream<String> missing = OF_A_MODEL.stream().filter(field -> !model.has(field));
    List<String> fields = missing.map(field -> "'" + field + "'").toList();
    if (!fields.isEmpty()) {
      throw Refusals.invalid(
          "Model json is missing mandatory fields: {" + String.join(", ", fields) + "}");
    }
    return model;
  }
}
