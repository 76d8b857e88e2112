// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.ErrorShape;
import io.ratchet.http.ProblemDetails;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Open Inference Protocol, version 2, over HTTP: health, metadata, inference, and its
 * extensions for binary tensors, the model repository and statistics.
 */
public final class KserveApi {
  private static final List<String> EXTENSIONS =
      List.of("model_repository", "binary_tensor_data", "statistics");
  private static final List<String> MODEL =
      List.of("/v2/models/{model}", "/v2/models/{model}/versions/{version}");
  private static final int NAME_LENGTH = 256;

  private final Inferences inferences;
  private final Repository repository;
  private final String productVersion;

  /**
   * The protocol over what is loaded.
   *
   * @param productVersion of this server
   */
  public KserveApi(Inferences inferences, Repository repository, String productVersion) {
    this.inferences = inferences;
    this.repository = repository;
    this.productVersion = productVersion;
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/v2", Access.OPEN, this::server));
    routes.add(Route.get("/v2/health/live", Access.OPEN, _ -> health(true)));
    routes.add(
        Route.get(
            "/v2/health/ready", Access.OPEN, _ -> health(repository.desk().loaded().isReady())));
    for (String path : MODEL) {
      boolean pinned = path.endsWith("{version}");
      routes.add(Route.get(path, Access.VIEWER, r -> metadata(r, version(r, pinned))));
      routes.add(Route.get(path + "/ready", Access.OPEN, r -> ready(r, version(r, pinned))));
      routes.add(Route.get(path + "/stats", Access.VIEWER, r -> stats(r, version(r, pinned))));
      routes.add(Route.post(path + "/infer", Access.OPERATOR, r -> infer(r, version(r, pinned))));
    }
    routes.add(Route.post("/v2/repository/index", Access.VIEWER, this::index));
    routes.add(Route.post("/v2/repository/models/{model}/load", Access.OPERATOR, this::load));
    routes.add(Route.post("/v2/repository/models/{model}/unload", Access.OPERATOR, this::unload));
    ErrorShape errors = KserveApi::refusal;
    return routes.stream().map(route -> route.withErrors(errors)).toList();
  }

  private static @Nullable String version(Request request, boolean pinned) {
    return pinned ? request.parameter("version") : null;
  }

  private static Answer refusal(Failure failure) {
    ObjectNode body = Json.object().put("error", failure.message() + " (" + failure.hint() + ")");
    int status = ProblemDetails.status(failure.code());
    Answer answer = Answer.json(status, body);
    if (status == 401) {
      return answer.withHeader("www-authenticate", "Bearer");
    }
    return Refused.passes(failure) ? answer.withHeader("retry-after", "1") : answer;
  }

  private Answer server(Request request) {
    ObjectNode body = Json.object().put("name", "ratchet").put("version", productVersion);
    body.set("extensions", Json.array(EXTENSIONS));
    return Answer.json(body);
  }

  /** The protocol's own text shows {@code live} in both answers. */
  private static Answer health(boolean ready) {
    return Answer.json(ready ? 200 : 503, Json.object().put("live", true).put("ready", ready));
  }

  private Answer metadata(Request request, @Nullable String segment) {
    String model = request.parameter("model");
    LiveModels.Resolved version = repository.find(model, segment, request.id());
    Desk desk = repository.desk();
    try (LoadedModels.Lease lease = desk.loaded().lease(version, desk.deadline())) {
      ObjectNode body = Json.object().put("name", model);
      body.set(
          "versions",
          Json.array(desk.live().versions(model).stream().map(Object::toString).toList()));
      body.put("platform", lease.loaded().platform());
      body.set("inputs", specs(lease.loaded().wire().inputs()));
      body.set("outputs", specs(lease.loaded().wire().outputs()));
      return Answer.json(body);
    }
  }

  private static ArrayNode specs(List<TensorSpec> specs) {
    ArrayNode array = Json.array();
    for (TensorSpec spec : specs) {
      ArrayNode shape =
          array
              .addObject()
              .put("name", spec.name())
              .put("datatype", spec.datatype().name())
              .putArray("shape");
      spec.shape().forEach(shape::add);
    }
    return array;
  }

  /**
   * Anybody may ask, so only what is live is loaded for it. By the protocol a status of 4xx says
   * no.
   */
  private Answer ready(Request request, @Nullable String segment) {
    String model = request.parameter("model");
    LiveModels.Resolved version = repository.find(model, segment, request.id());
    Desk desk = repository.desk();
    ObjectNode body = Json.object().put("name", model);
    Repository.Status status = repository.status(model, version.version());
    if (status.loaded() == null && !desk.live().isLive(model, version.version())) {
      return Answer.json(409, body.put("ready", false).put("error", status.reason()));
    }
    try (LoadedModels.Lease _ = desk.loaded().lease(version, desk.deadline())) {
      return Answer.json(body.put("ready", true));
    } catch (Failure failure) {
      return Answer.json(409, body.put("ready", false).put("error", failure.message()));
    }
  }

  private Answer stats(Request request, @Nullable String segment) {
    String model = request.parameter("model");
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("model_stats");
    if (segment != null) {
      LiveModels.Resolved version = repository.find(model, segment, request.id());
      list.add(ModelStats.json(repository.status(model, version.version())));
    } else {
      repository.desk().live().versions(model).stream()
          .map(version -> repository.status(model, version))
          .filter(status -> status.loaded() != null)
          .forEach(status -> list.add(ModelStats.json(status)));
    }
    return Answer.json(body);
  }

  private Answer infer(Request received, @Nullable String segment) {
    return infer(
        received.parameter("model"), segment, received.body(), received.id(), received::header);
  }

  /**
   * Answers an inference request.
   *
   * @param segment version or alias; null leaves it to the route
   * @param requestId stands for a unit that is not named
   */
  public Answer infer(
      String model,
      @Nullable String segment,
      byte[] body,
      String requestId,
      java.util.function.Function<String, java.util.Optional<String>> headers) {
    Draft draft = inferences.desk().begin(headers);
    InferRequest request = InferRequest.read(body, headers.apply(InferRequest.HEADER_LENGTH));
    String unit = unit(request, requestId);
    try {
      Inferences.Inferred inferred =
          inferences.infer(request, model, Repository.selector(segment), unit, draft, body.length);
      Answer answer = new InferAnswer(request, inferred).write(draft.id());
      return PredictApi.marked(answer, draft.id(), inferred.version());
    } catch (Refused refused) {
      return PredictApi.marked(refusal(refused.failure()), draft.id(), refused.version());
    }
  }

  private static String unit(InferRequest request, String requestId) {
    JsonNode named = request.parameters().get("unit");
    if (named != null && (!named.isString() || named.stringValue().isBlank())) {
      throw Failure.invalid(
          "parameters.unit must be a string, got " + Problem.shorten(named.toString()),
          "send the id of who is served");
    }
    return named != null ? named.stringValue() : request.id() != null ? request.id() : requestId;
  }

  private Answer index(Request request) {
    boolean readyOnly = false;
    if (request.body().length > 0) {
      Fields in = request.fields();
      readyOnly = in.flag("ready", false);
      in.finish();
    }
    ArrayNode list = Json.array();
    for (Repository.Status status : repository.list()) {
      if (!readyOnly || status.state() == Repository.State.READY) {
        list.addObject()
            .put("name", status.model())
            .put("version", status.version().toString())
            .put("state", status.state().name())
            .put("reason", status.reason());
      }
    }
    return Answer.json(list);
  }

  private Answer load(Request request) {
    String model = model(request);
    String version = parameters(request, "config");
    if (version == null) {
      repository.loadLive(model);
    } else {
      var _ = repository.load(repository.find(model, version, request.id()));
    }
    return Answer.json(Json.object());
  }

  private Answer unload(Request request) {
    String model = model(request);
    String version = parameters(request, "");
    if (version == null) {
      repository.unloadAll(model);
    } else {
      LiveModels.Resolved found = repository.find(model, version, request.id());
      var _ = repository.unload(model, found.version());
    }
    return Answer.json(Json.object());
  }

  private String model(Request request) {
    String model = request.parameter("model");
    if (!repository.desk().live().names().contains(model)) {
      throw Failure.missing(
          "there is no model " + Problem.shorten(model), "see POST /v2/repository/index");
    }
    return model;
  }

  /** The version that {@code parameters.version} names; null for what is live, or for all. */
  private static @Nullable String parameters(Request request, String refused) {
    if (request.body().length == 0) {
      return null;
    }
    Fields in = request.fields();
    ObjectNode parameters = in.object("parameters");
    for (String name : parameters == null ? List.<String>of() : parameters.propertyNames()) {
      if (name.equals(refused) || name.startsWith("file:")) {
        in.problem(
            "parameters." + name,
            "is not taken here: register a version with POST /api/models, then load it",
            null);
      }
    }
    JsonNode version = parameters == null ? null : parameters.get("version");
    if (version != null && (!version.isString() || version.stringValue().length() > NAME_LENGTH)) {
      in.problem("parameters.version", "must be a string", version);
    }
    in.finish();
    return version == null ? null : version.stringValue();
  }
}
