// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.http.Route;
import io.ratchet.mlflow.MlflowErrors;
import io.ratchet.mlflow.NotServed;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The table of MLflow's endpoints that are served, as {@code docs/reference/mlflow.md} shows it.
 */
final class MlflowReference {
  private MlflowReference() {}

  /** Whether a route speaks MLflow's wire, which is told by how it refuses. */
  static boolean isMlflow(Route route) {
    return route.errors() instanceof MlflowErrors;
  }

  /** Whether a route speaks it and does more than to refuse. */
  static boolean isServed(Route route) {
    return isMlflow(route) && NotServed.parts().stream().noneMatch(part -> part.has(route));
  }

  private static boolean isCopy(Route route, Set<String> patterns) {
    String pattern = route.pattern();
    return pattern.startsWith("/ajax-api/")
        && patterns.contains(pattern.replaceFirst("^/ajax-api/", "/api/"));
  }

  /** What is not served, and what to use instead. */
  static String missing() {
    StringBuilder table = new StringBuilder("| path | instead |\n|---|---|\n");
    for (NotServed.Part part : NotServed.parts()) {
      if (!part.pattern().startsWith("/ajax-api/")) {
        String methods = part.isWhole() ? "" : String.join(", ", new TreeSet<>(part.methods()));
        String path = (methods + " " + part.pattern()).strip();
        table.append("| `%s` | %s |\n".formatted(path, part.instead()));
      }
    }
    return table.toString();
  }

  /** The page {@code docs/reference/mlflow.md}. */
  static String page(List<Route> routes) {
    return """
    # MLflow's endpoints

    <!-- Written from the routes that are served by MlflowReferenceTest:
         mvn -pl server -am test -Dtest=MlflowReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dratchet.update=true -->

    MLflow's clients work with `MLFLOW_TRACKING_URI` set to this server, and an API key as `MLFLOW_TRACKING_TOKEN` or as
    `MLFLOW_TRACKING_PASSWORD` with any user name. What the endpoints take and answer is said by
    [MLflow's own reference](https://mlflow.org/docs/latest/rest-api.html); where answers differ, and why, by
    [Where answers differ from MLflow's](mlflow-differences.md). Every path below `/api` is served below `/ajax-api` too. The
    role is what the key needs; one that is
    [bound to a project](../guides/keys-and-exposure.md#one-server-for-several-projects) opens all of them but the
    webhooks, which are the whole server's. `POST` and `DELETE` of `registered-models/alias` take a `reason` besides, which the
    [history](../guides/history-and-approvals.md) shows, as it does the `comment` of `transition-stage`.

    ## Served

    %s
    ## Not served

    These paths are answered with status 501 and the error code `NOT_IMPLEMENTED`.

    %s\
    """
        .formatted(table(routes), missing());
  }

  /**
   * One row a path, those below {@code /ajax-api} left out, where they stand below {@code /api}.
   */
  static String table(List<Route> routes) {
    Set<String> patterns = new TreeSet<>();
    routes.forEach(route -> patterns.add(route.pattern()));
    Map<String, TreeSet<String>> methods = new TreeMap<>();
    for (Route route : routes) {
      if (isServed(route) && !isCopy(route, patterns)) {
        String role = route.access().name().toLowerCase(Locale.ROOT);
        methods
            .computeIfAbsent(route.pattern(), _ -> new TreeSet<>())
            .add(route.method() + " | " + role);
      }
    }
    StringBuilder table = new StringBuilder("| path | method | role |\n|---|---|---|\n");
    methods.forEach(
        (path, rows) -> rows.forEach(row -> table.append("| `%s` | %s |\n".formatted(path, row))));
    return table.toString();
  }
}
