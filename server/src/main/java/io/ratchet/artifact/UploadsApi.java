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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Uploads in parts, as MLflow's clients make them of large files: they ask where to put each part,
 * put them there without credentials, and say when all are there.
 */
public final class UploadsApi {
  private static final String BASE = "/2.0/mlflow-artifacts/mpu/";
  private static final String PART = "/api/2.0/mlflow-artifacts/mpu/parts/{upload}/{number}";

  private final Uploads uploads;
  private final Roots roots;
  private final long maxUpload;

  public UploadsApi(Uploads uploads, Roots roots, long maxUpload) {
    this.uploads = uploads;
    this.roots = roots;
    this.maxUpload = maxUpload;
  }

  public List<Route> routes() {
    List<Route> routes =
        new ArrayList<>(
            Endpoint.projectRoutes(
                List.of(
                    Endpoint.post(BASE + "create/{path...}", this::create),
                    Endpoint.post(BASE + "complete/{path...}", this::complete),
                    Endpoint.post(BASE + "abort/{path...}", this::abort))));
    routes.add(
        Route.put(PART, Access.OPEN, this::part)
            .withErrors(MlflowErrors.SHAPE)
            .withBodyLimit(maxUpload, ArtifactsApi.LIMIT));
    return routes;
  }

  /** The directory is in the path; the client sends the file as it is called on its disk. */
  private ArtifactPath path(Request request, Arguments asked) {
    String file = asked.required("path").replace('\\', '/');
    ArtifactPath name = ArtifactPath.of(file.substring(file.lastIndexOf('/') + 1)).named();
    ArtifactPath directory = ArtifactPath.of(request.parameter("path")).named();
    return ArtifactsApi.own(roots, request, directory.resolve(name));
  }

  private Answer create(Request request) {
    Arguments asked = Arguments.of(request);
    Uploads.Begun begun = uploads.begin(path(request, asked), asked.requiredInteger("num_parts"));
    ObjectNode answer = Json.object().put("upload_id", begun.upload().id());
    ArrayNode credentials = answer.putArray("credentials");
    for (int number = 1; number <= begun.upload().parts(); number++) {
      String address =
          PART.replace("{upload}", begun.upload().id())
              .replace("{number}", Integer.toString(number));
      credentials
          .addObject()
          .put("url", origin(request) + address + "?token=" + begun.token())
          .put("part_number", number)
          .putObject("headers");
    }
    return Answer.json(answer);
  }

  /** As the client reaches us, which a proxy in between may say. */
  private static String origin(Request request) {
    String scheme = request.header("x-forwarded-proto").orElse("http");
    String host =
        request.header("x-forwarded-host").or(() -> request.header("host")).orElse("localhost");
    return (scheme.equals("https") ? "https" : "http") + "://" + host;
  }

  private Answer part(Request request) {
    long number;
    try {
      number = Long.parseLong(request.parameter("number"));
    } catch (NumberFormatException e) {
      number = 0; // no part has it
    }
    String token = request.query("token").orElse("");
    try (InputStream body = request.stream()) {
      String tag = uploads.put(request.parameter("upload"), token, number, body);
      return Answer.json(Json.object()).withHeader("etag", '"' + tag + '"');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer complete(Request request) {
    Arguments asked = Arguments.of(request);
    List<Upload.Claim> claims =
        asked.objects("parts").stream()
            .map(one -> new Upload.Claim(one.requiredInteger("part_number"), one.required("etag")))
            .toList();
    uploads.complete(path(request, asked), asked.required("upload_id"), claims);
    return Answer.json(Json.object());
  }

  private Answer abort(Request request) {
    Arguments asked = Arguments.of(request);
    uploads.abort(path(request, asked), asked.required("upload_id"));
    return Answer.json(Json.object());
  }
}
