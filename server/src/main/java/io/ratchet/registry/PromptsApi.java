// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prompts by HTTP: reading, registering, rendering, aliases and reload. Every path under {@code
 * /api/prompts/NAME} also works without the name, for the default prompt.
 */
public final class PromptsApi {
  private final Prompts prompts;
  private final PromptDirectory directory;
  private final AssetPaths<PromptVersion> paths;
  private final AssetsApi<PromptVersion> common;
  private final PromptJson json = new PromptJson();
  private final PromptRequests requests;

  public PromptsApi(
      Prompts prompts, PromptDirectory directory, LiveVersions live, String defaultPrompt) {
    this.prompts = prompts;
    this.directory = directory;
    this.paths = new AssetPaths<>(prompts, defaultPrompt);
    this.common = new AssetsApi<>(prompts, paths, live, json, defaultPrompt);
    this.requests = new PromptRequests(prompts.limits());
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(common.routes());
    routes.add(Route.post("/api/prompts/reload", Access.OPERATOR, this::reload));
    routes.add(Route.post("/api/prompts/batch", Access.OPERATOR, this::registerAll));
    routes.addAll(paths.post("/versions", Access.OPERATOR, this::register));
    routes.addAll(paths.get("/versions/{version}/content", Access.VIEWER, this::content));
    routes.addAll(paths.post("/versions/{version}/render", Access.VIEWER, this::render));
    return List.copyOf(routes);
  }

  private Answer content(Request request, String name) {
    return Answer.json(json.content(paths.version(request, name).version()));
  }

  private Answer register(Request request, String name) {
    NewVersion version = requests.one(name, request.json());
    Map<NewVersion, Boolean> isNew = prompts.register(List.of(version), request.caller().name());
    return Answer.json(Boolean.TRUE.equals(isNew.get(version)) ? 201 : 200, shown(version));
  }

  private Answer registerAll(Request request) {
    List<NewVersion> versions = requests.batch(request.json());
    Map<NewVersion, Boolean> isNew = prompts.register(versions, request.caller().name());
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("prompts");
    for (NewVersion version : versions) {
      array.add(shown(version).put("created", Boolean.TRUE.equals(isNew.get(version))));
    }
    return Answer.json(isNew.containsValue(true) ? 201 : 200, body);
  }

  private ObjectNode shown(NewVersion version) {
    return common.shown(version.name(), version.version());
  }

  private Answer render(Request request, String name) {
    PromptVersion version = paths.version(request, name).version();
    Fields fields = request.fields();
    ObjectNode variables = fields.object("variables");
    boolean strict = fields.flag("strict", false);
    fields.finish();
    Map<String, @Nullable Object> values = variables == null ? Map.of() : Json.map(variables);
    return switch (version.render(values)) {
      case RenderedPrompt.Problems problems -> throw refused(version, problems);
      case RenderedPrompt.Messages messages -> {
        if (strict && !messages.extra().isEmpty()) {
          throw Failure.invalid(
              "%s does not use: %s"
                  .formatted(version.version(), String.join(", ", messages.extra())),
              "leave them out, or send strict false");
        }
        yield Answer.json(json.rendered(version, messages));
      }
    };
  }

  private static Failure refused(PromptVersion version, RenderedPrompt.Problems problems) {
    return Failure.invalid(
        problems.problems().stream()
            .map(p -> Problem.of("variables." + p.variable(), p.message(), null))
            .toList(),
        "send every variable of "
            + version.version()
            + ": "
            + String.join(", ", version.variables()));
  }

  private Answer reload(Request request) {
    return Answer.json(directory.reload(request.caller().name()).json());
  }
}
