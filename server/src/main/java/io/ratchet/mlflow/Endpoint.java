// SPDX-License-Identifier: Apache-2.0
package io.ratchet.mlflow;

import io.ratchet.http.Access;
import io.ratchet.http.Handler;
import io.ratchet.http.Route;
import java.util.List;

/**
 * One endpoint of MLflow's, mounted below {@code /api} for its clients and {@code /ajax-api} for
 * its pages.
 *
 * @param path what follows the prefix, such as {@code /2.0/mlflow/runs/get}
 */
public record Endpoint(String method, String path, Access access, Handler handler) {
  private static final List<String> PREFIXES = List.of("/api", "/ajax-api");

  /** An endpoint that reads. */
  public static Endpoint get(String path, Handler handler) {
    return new Endpoint("GET", path, Access.VIEWER, handler);
  }

  /** An endpoint that reads, with what to read in its body. */
  public static Endpoint search(String path, Handler handler) {
    return new Endpoint("POST", path, Access.VIEWER, handler);
  }

  public static Endpoint post(String path, Handler handler) {
    return new Endpoint("POST", path, Access.OPERATOR, handler);
  }

  public static Endpoint put(String path, Handler handler) {
    return new Endpoint("PUT", path, Access.OPERATOR, handler);
  }

  public static Endpoint patch(String path, Handler handler) {
    return new Endpoint("PATCH", path, Access.OPERATOR, handler);
  }

  public static Endpoint delete(String path, Handler handler) {
    return new Endpoint("DELETE", path, Access.OPERATOR, handler);
  }

  /** The routes of endpoints that are the whole server's, refusing in MLflow's words. */
  public static List<Route> routes(List<Endpoint> endpoints) {
    return endpoints.stream().flatMap(endpoint -> PREFIXES.stream().map(endpoint::route)).toList();
  }

  /** The routes of endpoints whose handlers keep projects apart. */
  public static List<Route> projectRoutes(List<Endpoint> endpoints) {
    return routes(endpoints).stream().map(Route::withinProjects).toList();
  }

  private Route route(String prefix) {
    String pattern = prefix + path;
    Route route =
        switch (method) {
          case "GET" -> Route.get(pattern, access, handler);
          case "POST" -> Route.post(pattern, access, handler);
          case "PUT" -> Route.put(pattern, access, handler);
          case "PATCH" -> Route.patch(pattern, access, handler);
          case "DELETE" -> Route.delete(pattern, access, handler);
          default -> throw new IllegalArgumentException(method);
        };
    return route.withErrors(MlflowErrors.SHAPE);
  }
}
