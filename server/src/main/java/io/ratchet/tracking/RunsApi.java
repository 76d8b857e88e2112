// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Runs for MLflow's clients, but for what they log. */
public final class RunsApi {
  private static final String AT = "/2.0/mlflow/runs/";

  private final Runs runs;
  private final Answers answers;

  public RunsApi(Runs runs, Answers answers) {
    this.runs = runs;
    this.answers = answers;
  }

  public List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.post(AT + "create", this::create),
            Endpoint.get(AT + "get", this::get),
            Endpoint.post(AT + "update", this::update),
            Endpoint.post(AT + "delete", request -> setDeleted(request, true)),
            Endpoint.post(AT + "restore", request -> setDeleted(request, false))));
  }

  private Answer create(Request request) {
    Arguments in = Arguments.of(request);
    NewRun run =
        new NewRun(
            request.project(),
            null,
            in.required("experiment_id"),
            in.text("run_name"),
            in.find("user_id").orElse(""),
            RunStatus.RUNNING,
            in.integer("start_time"),
            null,
            null,
            List.of(),
            List.of(),
            LogReader.tags(in, KeyPolicy.TAG_LENGTH, true));
    String answer =
        answers.answer(
            request,
            handle -> {
              Run made = runs.create(handle, run);
              byte[] json = RunJson.bytes(under("run", out -> RunJson.run(out, made, false)));
              return new String(json, StandardCharsets.UTF_8);
            });
    return Answer.bytes(200, "application/json", answer.getBytes(StandardCharsets.UTF_8));
  }

  private static Consumer<JsonGenerator> under(String name, Consumer<JsonGenerator> value) {
    return json -> {
      json.writeStartObject();
      json.writeName(name);
      value.accept(json);
      json.writeEndObject();
    };
  }

  private static Answer answer(String name, Consumer<JsonGenerator> value) {
    return Answer.bytes(200, "application/json", RunJson.bytes(under(name, value)));
  }

  private Answer get(Request request) {
    Run run = runs.get(request.project(), Arguments.of(request).run());
    return answer("run", json -> RunJson.run(json, run, true));
  }

  private Answer update(Request request) {
    Arguments in = Arguments.of(request);
    RunInfo run =
        runs.update(
            request.project(),
            in.run(),
            status(in.raw("status")),
            in.integer("end_time"),
            in.find("run_name").orElse(null));
    return answer("run_info", json -> RunJson.info(json, run));
  }

  /** A status that nobody knows changes nothing, as with the original. */
  private static @Nullable RunStatus status(@Nullable JsonNode value) {
    return value == null ? null : RunStatus.find(value.asString("")).orElse(null);
  }

  private Answer setDeleted(Request request, boolean isDeleted) {
    String run = Arguments.of(request).run();
    runs.setDeleted(request.project(), run, isDeleted, request.caller().name());
    return Answer.json(Json.object());
  }
}
