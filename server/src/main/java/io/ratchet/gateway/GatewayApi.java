// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's wire: chat completions and the list of models, below {@code /v1} and a prefix. */
public final class GatewayApi {
  private static final List<String> PREFIXES = List.of("/v1", "/openai/v1");

  private final Completions completions;
  private final Providers providers;

  public GatewayApi(Completions completions, Providers providers) {
    this.completions = completions;
    this.providers = providers;
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (String prefix : PREFIXES) {
      routes.add(Route.post(prefix + "/chat/completions", Access.OPERATOR, completions::chat));
      routes.add(Route.get(prefix + "/models", Access.VIEWER, this::models));
      routes.add(Route.get(prefix + "/models/{id}", Access.VIEWER, this::model));
      routes.add(Route.get(prefix + "/models/{provider}/{id}", Access.VIEWER, this::model));
    }
    return routes.stream().map(route -> route.withErrors(OpenAiErrors::answer)).toList();
  }

  private Answer models(Request request) {
    ObjectNode body = Json.object().put("object", "list");
    ArrayNode data = body.putArray("data");
    providers.models().forEach(model -> data.add(json(model)));
    return Answer.json(body);
  }

  private Answer model(Request request) {
    String path = request.path();
    String id = path.substring(path.indexOf("/models/") + "/models/".length());
    return providers
        .listed(id)
        .map(model -> (Answer) Answer.json(json(model)))
        .orElseThrow(() ->
            Failure.missing(
                "there is no model " + Problem.shorten(id),
                "see /v1/models; models that are not listed are served all the same"));
  }

  private static ObjectNode json(Providers.Served model) {
    return Json.object()
        .put("id", model.provider() + "/" + model.model())
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", model.provider());
  }
}
