// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Files to and from the store of a server, each streamed. */
final class ArtifactTransfer {
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String LIST = "/api/2.0/mlflow/artifacts/list";

  private final Connection connection;

  ArtifactTransfer(Connection connection) {
    this.connection = connection;
  }

  static String join(String directory, String name) {
    String below = name.replaceAll("^/+|/+$", "");
    return directory.isEmpty() || below.isEmpty() ? directory + below : directory + "/" + below;
  }

  /** Where the artifacts of a run begin. */
  String root(String run) {
    JsonNode answer = connection.get(LIST + Connection.query(Map.of("run_id", run)));
    return ArtifactUri.stored(answer.path("root_uri").asString(""));
  }

  void upload(Path file, String run, String directory) {
    connection.upload(address(join(join(root(run), directory), name(file))), file);
  }

  /** Uploads all files below a directory. */
  void uploadAll(Path directory, String run, String to) {
    String root = join(root(run), to);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String below =
            Stream.of(directory.relativize(file))
                .flatMap(path ->
                    Stream.iterate(0, i -> i < path.getNameCount(), i -> i + 1)
                        .map(i -> path.getName(i).toString()))
                .collect(Collectors.joining("/"));
        connection.upload(address(join(root, below)), file);
      }
    } catch (IOException e) {
      throw local(directory, e);
    }
  }

  /** What a directory of a run holds. */
  JsonNode list(String run, String directory) {
    String query = Connection.query(Map.of("run_id", run, "path", directory));
    JsonNode files = connection.get(LIST + query).path("files");
    return files.isArray() ? files : Json.array();
  }

  /**
   * Downloads a file, or all below a directory.
   *
   * @param into null for a new directory
   * @return where it is
   */
  Path download(String from, @Nullable Path into) {
    try {
      Path directory =
          into == null ? Files.createTempDirectory("ratchet-artifacts") : into.toAbsolutePath();
      Files.createDirectories(directory);
      List<JsonNode> inside = inside(from);
      Path to = from.isEmpty() ? directory : below(directory, last(from));
      if (inside.isEmpty() && !from.isEmpty()) {
        if (isEmptyTop(from)) {
          return Files.createDirectories(to);
        }
        connection.download(address(from), to);
      } else {
        fetch(from, inside, to);
      }
      return to;
    } catch (IOException e) {
      throw local(into, e);
    }
  }

  /** A run without artifacts has a directory, and a path that nothing is at has none. */
  private boolean isEmptyTop(String from) {
    return last(from).equals("artifacts") && inside(parent(from)).isEmpty();
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private void fetch(String from, List<JsonNode> inside, Path to) throws IOException {
    Files.createDirectories(to);
    for (JsonNode entry : inside) {
      String name = entry.path("path").asString("");
      String path = join(from, name);
      Path place = below(to, name);
      if (entry.path("is_dir").asBoolean(false)) {
        fetch(path, inside(path), place);
      } else {
        connection.download(address(path), place);
      }
    }
  }

  private List<JsonNode> inside(String directory) {
    JsonNode files = connection.get(FILES + Connection.query(Map.of("path", directory)));
    return files.path("files").values().stream().toList();
  }

  /** A name that a server gives never leads out of where we put it. */
  private static Path below(Path directory, String name) {
    Path place = directory.resolve(name).normalize();
    if (!directory.normalize().equals(place.getParent())) {
      throw new CommandFailure(
          CommandFailure.REFUSED,
          "the server names a file that has no place here: " + name,
          "check that it is a server that you trust");
    }
    return place;
  }

  private static String name(Path file) {
    return String.valueOf(file.toAbsolutePath().normalize().getFileName());
  }

  private static String address(String path) {
    return FILES
        + Stream.of(path.split("/"))
            .map(name -> Connection.path("/{name}", name))
            .collect(Collectors.joining());
  }

  private static CommandFailure local(@Nullable Path path, IOException e) {
    return new CommandFailure(
        CommandFailure.REFUSED,
        (path == null ? "a temporary directory" : path) + " cannot be used: " + e.getMessage(),
        "check the path and its permissions",
        e);
  }
}
