// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Files by their whole path, as MLflow's clients send and fetch them. */
public final class ArtifactsApi {
  /** The key of the configuration that says how large a file may be. */
  static final String LIMIT = "artifacts.max_upload";

  private static final String FILES = "/2.0/mlflow-artifacts/artifacts";
  private static final String ONE = FILES + "/{path...}";

  private final ArtifactFiles files;
  private final Roots roots;
  private final long maxUpload;

  /**
   * These routes.
   *
   * @param roots whose a path is
   * @param maxUpload most bytes of a file
   */
  public ArtifactsApi(ArtifactFiles files, Roots roots, long maxUpload) {
    this.files = files;
    this.roots = roots;
    this.maxUpload = maxUpload;
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    Endpoint.projectRoutes(List.of(Endpoint.put(ONE, this::put)))
        .forEach(route -> routes.add(route.withBodyLimit(maxUpload, LIMIT)));
    routes.addAll(
        Endpoint.projectRoutes(
            List.of(
                Endpoint.get(ONE, request -> files.download(path(request)).answer(request)),
                Endpoint.delete(ONE, this::delete),
                Endpoint.get(FILES, this::list),
                Endpoint.get(
                    "/2.0/mlflow-artifacts/presigned/{path...}",
                    _ -> {
                      throw notServed("Multipart download");
                    }))));
    return routes;
  }

  private ArtifactPath path(Request request) {
    return own(roots, request, ArtifactPath.of(request.parameter("path")).named());
  }

  /** A path that is the request's project's, or it is not found. */
  static ArtifactPath own(Roots roots, Request request, ArtifactPath path) {
    if (!roots.holds(request, path)) {
      throw ArtifactFiles.missing(path);
    }
    return path;
  }

  /** Addresses that need no credentials are for stores that are somewhere else. */
  static Failure notServed(String what) {
    return new Failure(
        ErrorCode.NOT_SERVED, what + " is not supported for the current artifact repository", "");
  }

  private Answer put(Request request) {
    put(files, path(request), request.stream());
    return Answer.json(Json.object());
  }

  static void put(ArtifactFiles files, ArtifactPath path, InputStream body) {
    try (body) {
      files.put(path, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer delete(Request request) {
    files.delete(path(request));
    return Answer.json(Json.object());
  }

  private Answer list(Request request) {
    ArtifactPath path = ArtifactPath.of(Arguments.of(request).find("path").orElse(""));
    ObjectNode answer = Json.object();
    put(answer, path.isTop() ? top(request) : files.list(own(roots, request, path)), "");
    return Answer.json(answer);
  }

  /** What the top directory holds of a project. */
  private List<Entry> top(Request request) {
    return files.list(ArtifactPath.TOP).stream()
        .filter(entry -> roots.holds(request, new ArtifactPath(entry.name())))
        .toList();
  }

  /** What a directory holds, each under its name after a prefix; nothing where there is nothing. */
  static void put(ObjectNode answer, List<Entry> entries, String prefix) {
    if (entries.isEmpty()) {
      return;
    }
    ArrayNode list = answer.putArray("files");
    for (Entry entry : entries) {
      ObjectNode one = list.addObject().put("path", prefix + entry.name());
      one.put("is_dir", entry.size() == null);
      if (entry.size() != null) {
        one.put("file_size", entry.size());
      }
    }
  }
}
