// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prompts by HTTP: reading, registering, rendering, aliases and reload. Every path under {@code
 * /api/prompts/NAME} also works without the name, for the default prompt.
 */
public final class PromptsApi {
  private static final int PAGE = 100;
  private static final int PAGE_LIMIT = 1_000;
  private static final int ALIAS_VERSION_LENGTH = 128;

  private final Prompts prompts;
  private final PromptDirectory directory;
  private final PromptPaths paths;
  private final PromptJson json;
  private final PromptRequests requests;

  public PromptsApi(
      Prompts prompts, PromptDirectory directory, LiveVersions live, String defaultPrompt) {
    this.prompts = prompts;
    this.directory = directory;
    this.paths = new PromptPaths(prompts, defaultPrompt);
    this.json = new PromptJson(prompts, live);
    this.requests = new PromptRequests(prompts.limits());
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/api/prompts", Access.VIEWER, this::list));
    routes.add(Route.post("/api/prompts/reload", Access.OPERATOR, this::reload));
    routes.add(Route.post("/api/prompts/batch", Access.OPERATOR, this::registerAll));
    routes.add(Route.get("/api/prompts/{name}", Access.VIEWER, r -> prompt(r.parameter("name"))));
    routes.addAll(paths.get("/versions", Access.VIEWER, this::versions));
    routes.addAll(paths.post("/versions", Access.OPERATOR, this::register));
    routes.addAll(paths.get("/versions/{version}", Access.VIEWER, this::version));
    routes.addAll(paths.get("/versions/{version}/content", Access.VIEWER, this::content));
    routes.addAll(paths.get("/versions/{version}/lineage", Access.VIEWER, this::lineage));
    routes.addAll(paths.post("/versions/{version}/render", Access.VIEWER, this::render));
    routes.addAll(paths.put("/aliases/{alias}", Access.OPERATOR, this::setAlias));
    routes.addAll(paths.delete("/aliases/{alias}", Access.OPERATOR, this::removeAlias));
    return List.copyOf(routes);
  }

  private Answer list(Request request) {
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    String after = request.query("page_token").map(Page::key).orElse("");
    List<Prompt> oneMore =
        prompts.list().stream()
            .filter(prompt -> prompt.name().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    Page<Prompt> page = Page.cut(oneMore, limit, Prompt::name);
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("prompts");
    page.items().forEach(prompt -> array.add(json.prompt(prompt)));
    return Answer.json(
        body.put("default_prompt", paths.defaultPrompt())
            .put("default_version", json.defaultVersion(paths.defaultPrompt()))
            .put("next_page_token", page.nextPageToken()));
  }

  private Answer prompt(String name) {
    return Answer.json(json.prompt(paths.prompt(name)));
  }

  private Answer versions(Request request, String name) {
    Optional<Prompt> prompt = prompts.find(name);
    if (prompt.isEmpty() && !name.equals(paths.defaultPrompt())) {
      throw paths.missing(name); // an empty server has no versions of its default prompt: no fault
    }
    Stage stage = request.query("stage").map(PromptsApi::stage).orElse(null);
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    Semver before = request.query("page_token").map(PromptsApi::token).orElse(null);
    Page<Prompt.Registered> page = page(prompt, stage, limit, before);
    ObjectNode body =
        Json.object().put("prompt", name).put("default_version", json.defaultVersion(name));
    ArrayNode array = body.putArray("versions");
    page.items().forEach(version -> array.add(json.summary(prompt.orElseThrow(), version)));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  /** From the highest version to the lowest. */
  private static Page<Prompt.Registered> page(
      Optional<Prompt> prompt, @Nullable Stage stage, int limit, @Nullable Semver before) {
    List<Prompt.Registered> oneMore =
        prompt.stream()
            .flatMap(p -> p.versions().descendingMap().entrySet().stream())
            .filter(entry -> before == null || entry.getKey().compareTo(before) < 0)
            .map(Map.Entry::getValue)
            .filter(version -> stage == null || version.stage() == stage)
            .limit(limit + 1L)
            .toList();
    return Page.cut(oneMore, limit, version -> version.version().version().toString());
  }

  private static Stage stage(String text) {
    return Stage.named(text)
        .orElseThrow(() ->
            Failure.invalid(
                "no such stage: " + Problem.shorten(text),
                "use dev, staging, production or archived"));
  }

  private static Semver token(String pageToken) {
    return Semver.find(Page.key(pageToken)).orElseThrow(() -> Page.badToken(pageToken));
  }

  private Answer version(Request request, String name) {
    return Answer.json(json.version(paths.prompt(name), paths.version(request, name)));
  }

  private Answer content(Request request, String name) {
    return Answer.json(json.content(paths.version(request, name).version()));
  }

  private Answer lineage(Request request, String name) {
    return Answer.json(json.lineage(paths.prompt(name), paths.version(request, name)));
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
    Prompt prompt = paths.prompt(version.name());
    return json.version(
        prompt,
        prompt
            .version(version.version())
            .orElseThrow(() -> Prompts.missing(version.name(), version.version())));
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

  private Answer setAlias(Request request, String name) {
    Fields fields = request.fields();
    String text = fields.requiredText("version", ALIAS_VERSION_LENGTH);
    fields.finish();
    String alias = request.parameter("alias");
    Semver version = Semver.parse(text);
    prompts.setAlias(name, alias, version, request.caller().name());
    return alias(name, alias, version);
  }

  private Answer removeAlias(Request request, String name) {
    String alias = request.parameter("alias");
    return alias(name, alias, prompts.removeAlias(name, alias, request.caller().name()));
  }

  private static Answer alias(String name, String alias, Semver version) {
    return Answer.json(
        Json.object().put("prompt", name).put("alias", alias).put("version", version.toString()));
  }
}
