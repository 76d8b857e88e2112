// SPDX-License-Identifier: Apache-2.0
package io.ratchet.backup;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.storage.Dump;
import io.ratchet.storage.Engine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a backup says of itself, at its end.
 *
 * @param version of the product that made it
 * @param node whose calls were waited for; those of other nodes may still be on their disks
 * @param position of the node's spool up to which its calls are in the database
 * @param files everything before the manifest, in its order
 * @param damaged artifacts whose content was not what their name says when they were copied
 */
public record Manifest(
    String version,
    Instant createdAt,
    Dump database,
    String node,
    long position,
    List<File> files,
    List<String> damaged) {
  static final String NAME = "manifest.json";
  static final String DATABASE = "database/";
  static final String ARTIFACTS = "artifacts/";
  static final String KEYS = "keys/";
  private static final int FORMAT = 1;

  public Manifest {
    files = List.copyOf(files);
    damaged = List.copyOf(damaged);
  }

  /** One file of a backup. */
  public record File(String path, long size, String sha256) {}

  /** Everything, or without the list of files, which may be long. */
  public ObjectNode json(boolean withFiles) {
    ObjectNode json =
        Json.object()
            .put("format", FORMAT)
            .put("product", "ratchet")
            .put("product_version", version)
            .put("created_at", createdAt.toString())
            .put("engine", database.engine().name().toLowerCase(Locale.ROOT))
            .put("schema_version", database.schema());
    json.putObject("spool").put("node", node).put("position", position);
    ObjectNode rows = json.putObject("rows");
    new TreeMap<>(database.rows()).forEach(rows::put);
    json.put("artifacts", files.stream().filter(file -> file.path().startsWith(ARTIFACTS)).count());
    json.put("bytes", bytes());
    json.set("damaged", Json.array(damaged));
    if (withFiles) {
      ArrayNode list = json.putArray("files");
      for (File file : files) {
        list.addObject()
            .put("path", file.path())
            .put("size", file.size())
            .put("sha256", file.sha256());
      }
    }
    return json;
  }

  /** Bytes of all its files. */
  public long bytes() {
    return files.stream().mapToLong(File::size).sum();
  }

  /** Reads one, of this format. */
  static Manifest read(byte[] text) {
    JsonNode json = Json.read(text);
    if (json.path("format").asInt(0) != FORMAT) {
      throw Failure.invalid(
          "the backup has format " + json.path("format") + ", and this version reads " + FORMAT,
          "restore with the version that made it");
    }
    try {
      List<File> files = new ArrayList<>();
      List<String> ofDatabase = new ArrayList<>();
      for (JsonNode file : json.required("files")) {
        String path = file.required("path").stringValue();
        files.add(
            new File(
                path, file.required("size").longValue(), file.required("sha256").stringValue()));
        if (path.startsWith(DATABASE)) {
          ofDatabase.add(path.substring(DATABASE.length()));
        }
      }
      Map<String, Long> rows = new TreeMap<>();
      json.required("rows")
          .properties()
          .forEach(entry -> rows.put(entry.getKey(), entry.getValue().longValue()));
      Engine engine =
          Engine.valueOf(json.required("engine").stringValue().toUpperCase(Locale.ROOT));
      return new Manifest(
          json.required("product_version").stringValue(),
          Instant.parse(json.required("created_at").stringValue()),
          new Dump(engine, json.required("schema_version").intValue(), rows, ofDatabase),
          json.at("/spool/node").stringValue(),
          json.at("/spool/position").longValue(),
          files,
          json.required("damaged").valueStream().map(JsonNode::stringValue).toList());
    } catch (RuntimeException e) {
      throw Tar.broken("its manifest cannot be read: " + e.getMessage());
    }
  }
}
