// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.http.Route;
import io.ratchet.mlflow.MlflowErrors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The table of MLflow's endpoints that are served, as {@code docs/reference/mlflow.md} shows it.
 */
final class MlflowReference {
  private MlflowReference() {}

  /** Whether a route speaks MLflow's wire, which is told by how it refuses. */
  static boolean isMlflow(Route route) {
    return route.errors().equals(MlflowErrors.SHAPE);
  }

  /**
   * One row a path, those below {@code /ajax-api} left out, where they stand below {@code /api}.
   */
  static String table(List<Route> routes) {
    Map<String, TreeSet<String>> methods = new TreeMap<>();
    for (Route route : routes) {
      if (isMlflow(route) && !route.pattern().startsWith("/ajax-api/")) {
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
