// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.base.Json;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.MlflowErrors;
import io.ratchet.mlflow.Refusals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Files by their path within a run, a logged model, or the source of a registered version. */
public final class RunArtifactsApi {
  private static final int UPLOAD_BYTES = 10 << 20;
  private static final String MODEL = "/2.0/mlflow/logged-models/{model}/artifacts";

  private final ArtifactFiles files;
  private final Roots roots;
  private final long maxUpload;

  public RunArtifactsApi(ArtifactFiles files, Roots roots, long maxUpload) {
    this.files = files;
    this.roots = roots;
    this.maxUpload = maxUpload;
  }

  public List<Route> routes() {
    List<Route> routes =
        new ArrayList<>(
            Endpoint.projectRoutes(
                List.of(
                    Endpoint.get("/2.0/mlflow/artifacts/list", this::list),
                    Endpoint.get(MODEL + "/directories", this::listModel),
                    Endpoint.get(MODEL + "/files", this::modelFile),
                    Endpoint.post(
                        "/2.0/mlflow/artifacts/presigned-upload-url",
                        _ -> {
                          throw ArtifactsApi.notServed("Presigned upload");
                        }),
                    Endpoint.post(
                        "/2.0/mlflow/artifacts/presigned-download-url",
                        _ -> {
                          throw ArtifactsApi.notServed("Presigned download");
                        }))));
    Endpoint.projectRoutes(List.of(Endpoint.post("/2.0/mlflow/upload-artifact", this::upload)))
        .forEach(route -> routes.add(route.withBodyLimit(maxUpload, ArtifactsApi.LIMIT)));
    routes.add(
        Route.get("/get-artifact", Access.VIEWER, this::runFile)
            .withErrors(MlflowErrors.SHAPE)
            .withinProjects());
    routes.add(
        Route.get("/model-versions/get-artifact", Access.VIEWER, this::versionFile)
            .withErrors(MlflowErrors.SHAPE)
            .withinProjects());
    return routes;
  }

  private Answer list(Request request) {
    Arguments asked = Arguments.of(request);
    return list(roots.ofRun(request, asked.run()), asked.find("path").orElse(""));
  }

  private Answer listModel(Request request) {
    String path = Arguments.of(request).find("artifact_directory_path").orElse("");
    return list(roots.ofLoggedModel(request, request.parameter("model")), path);
  }

  private Answer list(String root, String path) {
    ArtifactPath within = ArtifactPath.of(path);
    ObjectNode answer = Json.object().put("root_uri", root);
    ArtifactPath directory = ArtifactPath.ofRoot(root).resolve(within);
    ArtifactsApi.put(answer, files.list(directory), within.prefix());
    return Answer.json(answer);
  }

  private Answer runFile(Request request) {
    Arguments asked = Arguments.of(request);
    ArtifactPath within = ArtifactPath.of(asked.required("path"));
    return send(roots.ofRun(request, asked.run()), within, request);
  }

  private Answer modelFile(Request request) {
    ArtifactPath within = ArtifactPath.of(Arguments.of(request).required("artifact_file_path"));
    return send(roots.ofLoggedModel(request, request.parameter("model")), within, request);
  }

  private Answer versionFile(Request request) {
    Arguments asked = Arguments.of(request);
    ArtifactPath within = ArtifactPath.of(asked.required("path"));
    String root = roots.ofVersion(request, asked.required("name"), asked.required("version"));
    return send(root, within, request);
  }

  private Answer send(String root, ArtifactPath within, Request request) {
    return files.download(ArtifactPath.ofRoot(root).resolve(within)).answer(request);
  }

  private Answer upload(Request request) {
    String run =
        request
            .query("run_uuid")
            .orElseThrow(() -> Refusals.invalid("Request must specify run_uuid."));
    String path =
        request.query("path").orElseThrow(() -> Refusals.invalid("Request must specify path."));
    ArtifactPath within = ArtifactPath.of(path).named();
    byte[] body = first(request);
    if (body.length == 0) {
      throw Refusals.invalid("Request must specify data.");
    }
    if (body.length > UPLOAD_BYTES) {
      throw Refusals.invalid("Artifact size is too large. Max size is 10MB.");
    }
    ArtifactPath root = ArtifactPath.ofRoot(roots.ofRun(request, run));
    ArtifactsApi.put(files, root.resolve(within), new ByteArrayInputStream(body));
    return Answer.json(Json.object());
  }

  private static byte[] first(Request request) {
    try {
      return request.stream().readNBytes(UPLOAD_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
