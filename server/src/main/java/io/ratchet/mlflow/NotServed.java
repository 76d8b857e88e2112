// SPDX-License-Identifier: Apache-2.0
package io.ratchet.mlflow;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.http.Access;
import io.ratchet.http.Handler;
import io.ratchet.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What MLflow has at its paths and this server does not: answered with 501, so that a client learns
 * that it asked the right way for something that is not there.
 */
public final class NotServed {
  /**
   * A part of MLflow's surface.
   *
   * @param pattern path with its prefix; {@code {path...}} for everything below it
   * @param instead what to use here
   * @param methods that are not served there
   */
  public record Part(String pattern, String instead, Set<String> methods) {
    private static final Set<String> ALL = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    Part(String pattern, String instead) {
      this(pattern, instead, ALL);
    }

    Part below(String prefix) {
      return new Part(prefix + pattern, instead, methods);
    }

    public boolean isWhole() {
      return methods.equals(ALL);
    }

    /** Whether a route answers for this part. */
    public boolean has(Route route) {
      return route.pattern().equals(pattern) && methods.contains(route.method());
    }
  }

  private static final String GATEWAY = "/v1/chat/completions and the providers in ratchet.yaml";
  private static final String KEYS = "API keys with roles, /api/keys";
  private static final String EVALUATION = "scores by /api/feedback, and replays by /api/replays";

  private static final String PROJECTS =
      "the header X-MLFLOW-WORKSPACE: a project is there once something is in it";

  private static final List<Part> BELOW_API =
      List.of(
          new Part("/3.0/mlflow/gateway/{path...}", GATEWAY),
          new Part("/2.0/mlflow/gateway-proxy", GATEWAY),
          new Part("/2.0/mlflow/runs/create-promptlab-run", "register_prompt and /api/replays"),
          new Part("/3.0/mlflow/workspaces", PROJECTS, Set.of("POST")),
          new Part("/3.0/mlflow/workspaces/{workspace_name}", PROJECTS, Set.of("PATCH", "DELETE")),
          new Part("/2.0/mlflow/unified-traces", "3.0/mlflow/traces/search"),
          new Part("/2.0/mlflow/get-online-trace-details", "3.0/mlflow/traces/get"),
          new Part("/3.0/mlflow/issues", "assessments of traces"),
          new Part("/3.0/mlflow/issues/{path...}", "assessments of traces"),
          new Part("/3.0/mlflow/prompt-optimization/{path...}", "experiments between versions"),
          new Part("/3.0/mlflow/label-schemas/{path...}", EVALUATION),
          new Part("/3.0/mlflow/review-queues/{path...}", EVALUATION),
          new Part("/3.0/mlflow/scorers/online-configs", EVALUATION),
          new Part("/3.0/mlflow/scorers/online-config", EVALUATION),
          new Part("/3.0/mlflow/scorer/invoke", EVALUATION),
          new Part("/3.0/mlflow/demo/{path...}", "ratchet demo"),
          new Part("/3.0/jobs/{path...}", "/api/retraining"),
          new Part("/3.0/mlflow/jobs/{path...}", "/api/retraining"),
          new Part("/3.0/mlflow/ui-telemetry", "nothing is sent anywhere"),
          new Part("/2.0/mlflow/users/{path...}", KEYS),
          new Part("/2.0/mlflow/experiments/permissions/{path...}", KEYS),
          new Part("/2.0/mlflow/registered-models/permissions/{path...}", KEYS),
          new Part("/3.0/mlflow/scorers/permissions/{path...}", KEYS),
          new Part("/3.0/mlflow/roles/{path...}", KEYS));

  private static final List<Part> ELSEWHERE =
      List.of(new Part("/graphql", "the REST endpoints"), new Part("/gateway/{path...}", GATEWAY));

  private NotServed() {}

  /** Every part with its whole pattern. */
  public static List<Part> parts() {
    List<Part> parts = new ArrayList<>(ELSEWHERE);
    for (String prefix : List.of("/api", "/ajax-api")) {
      BELOW_API.forEach(part -> parts.add(part.below(prefix)));
    }
    return List.copyOf(parts);
  }

  public static List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Part part : parts()) {
      Handler handler =
          request -> {
            throw new Failure(
                ErrorCode.NOT_SERVED,
                request.method() + " " + request.path() + " is not served",
                "use " + part.instead());
          };
      for (Route route :
          List.of(
              Route.get(part.pattern(), Access.VIEWER, handler),
              Route.post(part.pattern(), Access.VIEWER, handler),
              Route.put(part.pattern(), Access.VIEWER, handler),
              Route.patch(part.pattern(), Access.VIEWER, handler),
              Route.delete(part.pattern(), Access.VIEWER, handler))) {
        if (part.has(route)) {
          routes.add(route.withErrors(MlflowErrors.SHAPE).withinProjects());
        }
      }
    }
    return List.copyOf(routes);
  }
}
