// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;

/**
 * A program that does with artifacts whatever MLflow's own client for Java can, in a process of its
 * own, since the client reads from the environment what to start.
 */
final class JavaClient {
  private JavaClient() {}

  /** Takes the server, a run, a folder with files, a registered model, and where to write down. */
  public static void main(String[] arguments) throws IOException {
    String run = arguments[1];
    Path folder = Path.of(arguments[2]);
    List<String> seen = new ArrayList<>();
    try (MlflowClient client = new MlflowClient(arguments[0])) {
      client.logArtifact(run, folder.resolve("plot.png").toFile());
      client.logArtifact(run, folder.resolve("notes.txt").toFile(), "texts/of mine");
      client.logArtifacts(run, folder.resolve("model").toFile(), "model");
      client.listArtifacts(run).forEach(file -> seen.add(shown(file)));
      client.listArtifacts(run, "model/data").forEach(file -> seen.add(shown(file)));
      seen.add(content(client.downloadArtifacts(run, "texts/of mine/notes.txt").toPath()));
      Path model = client.downloadArtifacts(run, "model").toPath();
      seen.add(content(model.resolve("data/weights.bin")));
      Path all = client.downloadArtifacts(run).toPath();
      seen.add(content(all.resolve("model/MLmodel")));
      File version = client.downloadModelVersion(arguments[3], "1");
      seen.add(content(version.toPath().resolve("MLmodel")));
    }
    Files.write(Path.of(arguments[4]), seen);
  }

  private static String shown(Service.FileInfo file) {
    return file.getPath() + (file.getIsDir() ? "/" : " " + file.getFileSize());
  }

  private static String content(Path file) throws IOException {
    return Files.readString(file);
  }
}
