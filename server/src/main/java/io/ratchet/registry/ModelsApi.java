// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.model.ModelSource;
import io.ratchet.storage.Artifacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Models by HTTP: reading, registering with upload, aliases, and their artifacts. */
public final class ModelsApi {
  private final Models models;
  private final Artifacts artifacts;
  private final AssetPaths<ModelVersion> paths;
  private final AssetsApi<ModelVersion> common;
  private final ModelRequests requests;
  private final long maxArtifact;

  /**
   * Builds the routes' handlers.
   *
   * @param maxArtifact most bytes of an upload
   */
  public ModelsApi(
      Models models,
      Artifacts artifacts,
      LiveVersions live,
      VersionJson<ModelVersion> json,
      long maxArtifact) {
    this.models = models;
    this.artifacts = artifacts;
    this.paths = new AssetPaths<>(models, null);
    this.common = new AssetsApi<>(models, paths, live, json, null);
    this.requests = new ModelRequests(artifacts);
    this.maxArtifact = maxArtifact;
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(common.routes());
    paths
        .post("/versions", Access.OPERATOR, this::register)
        .forEach(route -> routes.add(route.withBodyLimit(maxArtifact, "serving.max_artifact")));
    routes.add(
        Route.post("/api/models/artifacts", Access.OPERATOR, this::upload)
            .withBodyLimit(maxArtifact, "serving.max_artifact"));
    routes.addAll(paths.get("/versions/{version}/content", Access.VIEWER, this::content));
    routes.addAll(paths.get("/versions/{version}/artifact", Access.VIEWER, this::artifact));
    return List.copyOf(routes);
  }

  private Answer register(Request request, String name) {
    NewVersion version = requests.read(request, name, () -> models.next(name));
    Map<NewVersion, Boolean> isNew = models.register(List.of(version), request.caller().name());
    return Answer.json(
        Boolean.TRUE.equals(isNew.get(version)) ? 201 : 200,
        common.shown(version.name(), version.version()));
  }

  private Answer upload(Request request) {
    byte[] content = request.body();
    if (content.length == 0) {
      throw Failure.invalid("the body is empty", "send the bytes of a file");
    }
    return Answer.json(
        201, Json.object().put("sha256", artifacts.put(content)).put("size_bytes", content.length));
  }

  private Answer content(Request request, String name) {
    return Answer.json(ModelJson.content(paths.version(request, name).version()));
  }

  private Answer artifact(Request request, String name) {
    ModelVersion version = paths.version(request, name).version();
    if (version.content().source() instanceof ModelSource.Onnx onnx) {
      return Answer.bytes(200, "application/octet-stream", artifacts.get(onnx.sha256()));
    }
    throw Failure.missing(
        "%s %s has no artifact: its source is %s"
            .formatted(name, version.version(), version.content().source().kind()),
        "see its source with GET /api/models/%s/versions/%s".formatted(name, version.version()));
  }
}
