// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.registry.Asset;
import io.ratchet.registry.PromptVersion;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's wire: chat completions and the list of models, below {@code /v1} and a prefix. */
public final class GatewayApi {
  private static final List<String> PREFIXES = List.of("/v1", "/openai/v1");

  private final Completions completions;
  private final Providers providers;
  private final PromptSource prompts;

  public GatewayApi(Completions completions, Providers providers, PromptSource prompts) {
    this.completions = completions;
    this.providers = providers;
    this.prompts = prompts;
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (String prefix : PREFIXES) {
      routes.add(Route.post(prefix + "/chat/completions", Access.OPERATOR, completions::chat));
      routes.add(Route.get(prefix + "/models", Access.VIEWER, this::models));
      routes.add(Route.get(prefix + "/models/{id}", Access.VIEWER, this::model));
      routes.add(
          Route.get(prefix + "/models/{provider}/{id}", Access.VIEWER, this::modelOfProvider));
    }
    return routes.stream().map(route -> route.withErrors(OpenAiErrors.SHAPE)).toList();
  }

  private Answer models(Request request) {
    ObjectNode body = Json.object().put("object", "list");
    ArrayNode data = body.putArray("data");
    known().forEach(data::add);
    return Answer.json(body);
  }

  private Answer model(Request request) {
    return model(request.parameter("id"));
  }

  private Answer modelOfProvider(Request request) {
    return model(request.parameter("provider") + "/" + request.parameter("id"));
  }

  private Answer model(String id) {
    return known().stream()
        .filter(model -> model.path("id").stringValue().equals(id))
        .findFirst()
        .map(Answer::json)
        .orElseThrow(() ->
            Failure.missing(
                "there is no model " + Problem.shorten(id),
                "see /v1/models; models that are not listed are served all the same"));
  }

  /** Prompts first, then what providers are known to serve. */
  private List<ObjectNode> known() {
    List<ObjectNode> known = new ArrayList<>();
    for (Asset<PromptVersion> prompt : prompts.list()) {
      long created =
          prompt.versions().values().stream()
              .mapToLong(version -> version.version().createdAt().getEpochSecond())
              .min()
              .orElse(0);
      known.add(json(ChatRequest.PROMPT + prompt.name(), created, "ratchet"));
    }
    for (Providers.Served model : providers.models()) {
      known.add(json(model.provider() + "/" + model.model(), 0, model.provider()));
    }
    return known;
  }

  private static ObjectNode json(String id, long created, String owner) {
    return Json.object()
        .put("id", id)
        .put("object", "model")
        .put("created", created)
        .put("owned_by", owner);
  }
}
