// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Problem;
import java.util.Map;

/** Finds the path in the server's store that an address of artifacts means. */
final class ArtifactUri {
  private static final String STORE = "mlflow-artifacts:/";
  private static final String RUNS = "runs:/";
  private static final String MODELS = "models:/";
  private static final String API = "/api/2.0/mlflow/";

  private ArtifactUri() {}

  static String path(Connection connection, ArtifactTransfer transfer, String uri) {
    if (uri.startsWith(RUNS)) {
      String[] parts = uri.substring(RUNS.length()).split("/", 2);
      return ArtifactTransfer.join(transfer.root(parts[0]), parts.length > 1 ? parts[1] : "");
    }
    return stored(uri.startsWith(MODELS) ? source(connection, uri) : uri);
  }

  /** The path within the store of an address of its own. */
  static String stored(String uri) {
    if (!uri.startsWith(STORE)) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          "the server does not keep " + Problem.shorten(uri),
          "fetch it with the tools of the store that does");
    }
    String rest = uri.substring(STORE.length());
    if (rest.startsWith("/")) { // mlflow-artifacts://HOST/PATH
      int slash = rest.indexOf('/', 1);
      rest = slash < 0 ? "" : rest.substring(slash);
    }
    return rest.replaceAll("^/+|/+$", "");
  }

  private static String source(Connection connection, String uri) {
    String name = uri.substring(MODELS.length()).replaceAll("^/+", "");
    int slash = name.lastIndexOf('/');
    int alias = name.lastIndexOf('@');
    if (slash < 0 && alias < 0) {
      return connection
          .get(Connection.path(API + "logged-models/{model}", name))
          .path("model")
          .path("info")
          .path("artifact_uri")
          .asString("");
    }
    String model = name.substring(0, Math.max(slash, alias));
    String version = name.substring(Math.max(slash, alias) + 1);
    if (alias > slash) {
      version =
          connection
              .get(
                  API
                      + "registered-models/alias"
                      + Connection.query(Map.of("name", model, "alias", version)))
              .path("model_version")
              .path("version")
              .asString("");
    }
    return connection
        .get(
            API
                + "model-versions/get-download-uri"
                + Connection.query(Map.of("name", model, "version", version)))
        .path("artifact_uri")
        .asString("");
  }
}
