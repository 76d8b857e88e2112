// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Json;
import io.ratchet.base.Project;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Groups for MLflow's clients, to whom they are experiments. */
public final class RunGroupsApi {
  private static final String AT = "/2.0/mlflow/experiments/";

  private final RunGroups groups;
  private final Answers answers;

  public RunGroupsApi(RunGroups groups, Answers answers) {
    this.groups = groups;
    this.answers = answers;
  }

  public List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.post(AT + "create", this::create),
            Endpoint.get(AT + "get", this::get),
            Endpoint.get(AT + "get-by-name", this::getByName),
            Endpoint.post(AT + "update", this::update),
            Endpoint.post(AT + "delete", this::delete),
            Endpoint.post(AT + "restore", this::restore),
            Endpoint.post(AT + "set-experiment-tag", this::setTag),
            Endpoint.post(AT + "delete-experiment-tag", this::deleteTag)));
  }

  private Answer create(Request request) {
    Arguments in = Arguments.of(request);
    String name = name(in.required("name"));
    String location = location(in);
    List<Tag> tags = LogReader.tags(in, KeyPolicy.GROUP_TAG_LENGTH, false);
    Project project = request.project();
    String answer =
        answers.answer(
            request,
            handle -> {
              long id =
                  groups.create(handle, project, name, location, tags, request.caller().name());
              return Json.text(Json.object().put("experiment_id", Long.toString(id)));
            });
    return Answer.bytes(200, "application/json", answer.getBytes(StandardCharsets.UTF_8));
  }

  private static String name(String name) {
    KeyPolicy.checkLength("Experiment name", name, KeyPolicy.GROUP_NAME_LENGTH);
    return name;
  }

  private static @Nullable String location(Arguments in) {
    String location = in.find("artifact_location").orElse(null);
    if (location != null) {
      KeyPolicy.checkLength("Artifact location", location, KeyPolicy.LOCATION_LENGTH);
      if (location.startsWith("runs:")) {
        throw Refusals.invalid(
            "Artifact location cannot be a runs:/ URI. Given: '" + location + "'");
      }
    }
    return location == null ? null : location.replaceFirst("(?<=.)/+$", "");
  }

  private Answer get(Request request) {
    String id = Arguments.of(request).required("experiment_id");
    return answer(groups.get(request.project(), id));
  }

  private Answer getByName(Request request) {
    String name = Arguments.of(request).required("experiment_name");
    return answer(
        groups
            .find(request.project(), name)
            .orElseThrow(
                () -> Refusals.missing("Could not find experiment with name '" + name + "'")));
  }

  private static Answer answer(RunGroup group) {
    return Answer.bytes(
        200,
        "application/json",
        RunJson.bytes(json -> {
          json.writeStartObject();
          json.writeName("experiment");
          RunGroupJson.group(json, group);
          json.writeEndObject();
        }));
  }

  private Answer update(Request request) {
    Arguments in = Arguments.of(request);
    String id = in.required("experiment_id");
    String name = name(in.required("new_name"));
    groups.rename(request.project(), id, name, request.caller().name());
    return Answer.json(Json.object());
  }

  private Answer delete(Request request) {
    String id = Arguments.of(request).required("experiment_id");
    groups.delete(request.project(), id, request.caller().name());
    return Answer.json(Json.object());
  }

  private Answer restore(Request request) {
    String id = Arguments.of(request).required("experiment_id");
    groups.restore(request.project(), id, request.caller().name());
    return Answer.json(Json.object());
  }

  private Answer setTag(Request request) {
    Arguments in = Arguments.of(request);
    String id = in.required("experiment_id");
    Tag tag = LogReader.tag(in, KeyPolicy.GROUP_TAG_LENGTH, false);
    groups.setTag(request.project(), id, tag);
    return Answer.json(Json.object());
  }

  private Answer deleteTag(Request request) {
    Arguments in = Arguments.of(request);
    groups.deleteTag(request.project(), in.required("experiment_id"), in.required("key"));
    return Answer.json(Json.object());
  }
}
