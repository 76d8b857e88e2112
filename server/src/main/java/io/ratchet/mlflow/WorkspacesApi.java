// SPDX-License-Identifier: Apache-2.0
package io.ratchet.mlflow;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Projects under the name that MLflow has for them. A project is there once something is in it, so
 * there is nothing to make, describe or delete.
 */
public final class WorkspacesApi {
  private static final String ALL = "/3.0/mlflow/workspaces";
  private static final String ONE = ALL + "/{workspace_name}";

  private final Supplier<Set<Project>> projects;

  /**
   * These routes.
   *
   * @param projects that have something, with the default one
   */
  public WorkspacesApi(Supplier<Set<Project>> projects) {
    this.projects = projects;
  }

  public List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(Endpoint.get(ALL, this::list), Endpoint.get(ONE, this::get)));
  }

  /** The names that a caller may know. */
  private Set<String> names(Request request) {
    Project bound = request.caller().project();
    Set<Project> known = bound == null ? projects.get() : Set.of(bound);
    Set<String> names = new TreeSet<>();
    known.forEach(project -> names.add(project.name()));
    return names;
  }

  private Answer list(Request request) {
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("workspaces");
    names(request).forEach(name -> list.addObject().put("name", name));
    return Answer.json(body);
  }

  private Answer get(Request request) {
    String name = request.parameter("workspace_name");
    if (!names(request).contains(name)) {
      throw Refusals.missing("Workspace '" + Problem.shorten(name) + "' not found");
    }
    ObjectNode body = Json.object();
    body.putObject("workspace").put("name", name);
    return Answer.json(body);
  }
}
