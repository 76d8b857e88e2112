// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The endpoints of scorers. */
public final class ScorersApi {
  private static final String ROOT = "/3.0/mlflow/scorers";

  private final Scorers scorers;
  private final Groups groups;

  public ScorersApi(Scorers scorers, Groups groups) {
    this.scorers = scorers;
    this.groups = groups;
  }

  public List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.post(ROOT + "/register", this::register),
            Endpoint.get(ROOT + "/list", this::list),
            Endpoint.get(ROOT + "/versions", this::versions),
            Endpoint.get(ROOT + "/get", this::get),
            Endpoint.delete(ROOT + "/delete", this::delete)));
  }

  /** What each request says: whose scorers, and of which group. */
  private record Place(String project, String group) {}

  private Place place(Request request, Arguments arguments) {
    String project = groups.project(request);
    return new Place(project, groups.require(project, arguments.required("experiment_id")));
  }

  private Answer register(Request request) {
    Arguments arguments = Arguments.of(request);
    Place place = place(request, arguments);
    String name = name(arguments);
    String content =
        EvaluationLimits.check(
            "serialized_scorer", arguments.required("serialized_scorer"), EvaluationLimits.SCORER);
    Scorer scorer = scorers.register(place.project(), place.group(), name, content);
    return Answer.json(
        Json.object()
            .put("version", scorer.version())
            .put("scorer_id", scorer.id())
            .put("experiment_id", scorer.group())
            .put("name", scorer.name())
            .put("serialized_scorer", scorer.content())
            .put("creation_time", scorer.createdAt()));
  }

  private static String name(Arguments arguments) {
    return EvaluationLimits.check("name", arguments.required("name"), EvaluationLimits.NAME);
  }

  private Answer list(Request request) {
    Place place = place(request, Arguments.of(request));
    return answer(scorers.list(place.project(), place.group()));
  }

  private Answer versions(Request request) {
    Arguments arguments = Arguments.of(request);
    Place place = place(request, arguments);
    return answer(scorers.versions(place.project(), place.group(), name(arguments)));
  }

  private Answer get(Request request) {
    Arguments arguments = Arguments.of(request);
    Place place = place(request, arguments);
    Scorer scorer =
        scorers.get(place.project(), place.group(), name(arguments), version(arguments));
    return Answer.json(Json.object().set("scorer", json(scorer)));
  }

  private Answer delete(Request request) {
    Arguments arguments = Arguments.of(request);
    Place place = place(request, arguments);
    scorers.delete(place.project(), place.group(), name(arguments), version(arguments));
    return Answer.json(Json.object());
  }

  private static @Nullable Integer version(Arguments arguments) {
    Long version = arguments.integer("version");
    if (version == null) {
      return null;
    }
    if (version < 1 || version > Integer.MAX_VALUE) {
      throw Refusals.unfit("version", version.toString(), "It must be a positive integer");
    }
    return version.intValue();
  }

  private static Answer answer(List<Scorer> scorers) {
    ObjectNode answer = Json.object();
    if (!scorers.isEmpty()) {
      ArrayNode list = answer.putArray("scorers");
      scorers.forEach(scorer -> list.add(json(scorer)));
    }
    return Answer.json(answer);
  }

  /** The id of the group is a number here, as in the original. */
  private static ObjectNode json(Scorer scorer) {
    return Json.object()
        .put("experiment_id", Long.parseLong(scorer.group()))
        .put("scorer_name", scorer.name())
        .put("scorer_version", scorer.version())
        .put("serialized_scorer", scorer.content())
        .put("creation_time", scorer.createdAt())
        .put("scorer_id", scorer.id());
  }
}
