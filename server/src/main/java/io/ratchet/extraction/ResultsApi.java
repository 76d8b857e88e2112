// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.gateway.ErrorType;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents are processed by HTTP, and what came of them is listed, shown and added up. */
public final class ResultsApi {
  private static final Map<String, ErrorCode> ERRORS =
      Map.of(
          ErrorType.INVALID_VARIABLES.word(), ErrorCode.INVALID,
          ErrorType.OVERLOADED.word(), ErrorCode.EXHAUSTED,
          ErrorType.RATE_LIMITED.word(), ErrorCode.EXHAUSTED,
          ErrorType.PROVIDER_TIMEOUT.word(), ErrorCode.UPSTREAM_TIMEOUT,
          ErrorType.INTERNAL.word(), ErrorCode.INTERNAL);

  private final Results results;
  private final WorkReader reader;
  private final String defaultPrompt;
  private final UnaryOperator<String> experimentIds;

  /**
   * Builds the routes' handlers.
   *
   * @param defaultPrompt what documents are run through where a request names no prompt
   * @param experimentIds finds the id of an experiment that is named otherwise
   */
  public ResultsApi(Results results, String defaultPrompt, UnaryOperator<String> experimentIds) {
    this.results = results;
    this.reader = new WorkReader(defaultPrompt);
    this.defaultPrompt = defaultPrompt;
    this.experimentIds = experimentIds;
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/process/{document}", Access.OPERATOR, this::process),
        Route.get("/api/results", Access.VIEWER, this::list),
        Route.get("/api/results/summary", Access.VIEWER, this::summary),
        Route.get("/api/results/{id}", Access.VIEWER, this::show));
  }

  private Answer process(Request request) {
    Work work = reader.read(request);
    Results.Done done = results.process(request.parameter("document"), work);
    ObjectNode result = ResultJson.of(done.scored());
    if (done.status() == Results.OK) {
      return Answer.json(result);
    }
    Answer refused =
        Answer.bytes(done.status(), "application/problem+json", Json.bytes(problem(done, result)));
    String retryAfter = done.retryAfter();
    return retryAfter == null ? refused : refused.withHeader("retry-after", retryAfter);
  }

  /** A problem object (RFC 9457) with the result as an extension. */
  private static ObjectNode problem(Results.Done done, ObjectNode result) {
    String type = result.path("error_type").asString("internal");
    String code = code(type).name().toLowerCase(Locale.ROOT);
    ObjectNode problem =
        Json.object()
            .put("type", "urn:ratchet:error:" + code)
            .put("title", code.replace('_', ' '))
            .put("status", done.status())
            .put("detail", result.path("error").asString(type))
            .put("code", code)
            .put("hint", hint(code(type)) + "; this attempt is kept as the result below");
    problem.set("result", result);
    return problem;
  }

  private static ErrorCode code(String errorType) {
    return ERRORS.getOrDefault(errorType, ErrorCode.UPSTREAM);
  }

  private static String hint(ErrorCode code) {
    return switch (code) {
      case INVALID -> "send every variable that the prompt needs in variables";
      case EXHAUSTED -> "send it again later";
      default -> "see that the provider is well, then send it again";
    };
  }

  private Answer list(Request request) {
    int limit = request.query("limit", DocumentsApi.PAGE, 1, DocumentsApi.PAGE_LIMIT);
    Page<Scored> page =
        results.list(
            filter(request, request.query("prompt").orElse(null)),
            limit,
            request.query("page_token").orElse(null));
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("results");
    page.items().forEach(scored -> array.add(ResultJson.of(scored)));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private Answer show(Request request) {
    return Answer.json(ResultJson.of(results.get(request.parameter("id"))));
  }

  private Answer summary(Request request) {
    String prompt = request.query("prompt").orElse(defaultPrompt);
    ResultFilter filter = filter(request, prompt);
    String version = filter.version();
    if (version == null) {
      throw Failure.invalid(
          "prompt_version is required",
          "name the version to add up, such as prompt_version=v1.0.0");
    }
    return Answer.json(ResultJson.summary(prompt, version, filter, results.summary(filter)));
  }

  private ResultFilter filter(Request request, @Nullable String prompt) {
    return new ResultFilter(
        prompt,
        request
            .query("prompt_version")
            .map(version -> Call.Subject.of("", "", version).version())
            .orElse(null),
        request.query("document").orElse(null),
        request.query("status").map(ResultsApi::outcome).orElse(null),
        request.query("experiment").map(experimentIds).orElse(null),
        request.query("variant").orElse(null),
        request.instant("from").orElse(null),
        request.instant("to").orElse(null));
  }

  private static Outcome outcome(String word) {
    for (Outcome outcome : List.of(Outcome.SUCCESS, Outcome.FAILURE)) {
      if (outcome.word().equalsIgnoreCase(word)) {
        return outcome;
      }
    }
    throw Failure.invalid(
        "status is not known: " + Problem.shorten(word), "use success or failure");
  }
}
