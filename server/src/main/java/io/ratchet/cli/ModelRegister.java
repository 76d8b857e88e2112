// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends a new version of a model: an ONNX file, or where the model is served. */
@Command(
    name = "register",
    description = {
      "Registers a version of a model: an ONNX file, or a model that is served elsewhere.",
      "What the file says of itself need not be said again."
    },
    footer = {
      "",
      "Examples:",
      "  ratchet models register churn churn.onnx --signature features.json",
      "  ratchet models register churn new.onnx --version 1.1.0 --parent 1.0.0 --reason \"more rows\"",
      "  ratchet models register churn --source kserve --url http://triton:8000 --remote-model churn \\",
      "    --signature features.json",
      "  ratchet models register triage --source pipeline --step graph=gnn@1.0.0 --step text=rag",
      "  ratchet models register churn --source elsewhere"
    })
final class ModelRegister implements Callable<Integer> {
  @Mixin private final ServerOptions server;
  @Mixin private final ModelName model = new ModelName();

  @Parameters(
      index = "0+",
      arity = "0..1",
      paramLabel = "FILE",
      description = "An ONNX file; none where --source says where the model is.")
  private @Nullable Path file;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Version (default: the next minor one).")
  private @Nullable String version;

  @Option(names = "--parent", paramLabel = "VERSION", description = "What it was made from.")
  private @Nullable String parent;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the lineage.")
  private @Nullable String reason;

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is.")
  private @Nullable String description;

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      description = "JSON with features, task and classes.")
  private @Nullable String signature;

  @Option(
      names = "--golden",
      paramLabel = "FILE",
      description = "JSON array of inputs with the answers that must come.")
  private @Nullable String golden;

  @Option(
      names = "--lineage",
      paramLabel = "JSON",
      description = "Object, or file, with training_data_sha256, code, run, trainer.")
  private @Nullable String lineage;

  @Mixin private final ModelSourceOptions source = new ModelSourceOptions();

  ModelRegister(Terminal terminal) {
    server = new ServerOptions(terminal);
  }

  @Override
  public Integer call() {
    Path onnx = file;
    ObjectNode place = source.json();
    if ((onnx == null) == (place == null)) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          onnx == null
              ? "there is neither a file nor a source"
              : onnx + " and --source are both given",
          "name an ONNX file, or say --source kserve, http, pipeline or elsewhere");
    }
    ObjectNode body = body();
    if (onnx == null) {
      body.set("source", place);
    }
    return server.run(
        connection -> {
          String path = model.path(connection, "/versions");
          return onnx == null
              ? connection.post(path, body)
              : connection.post(path, form(body, onnx));
        },
        ModelViews::registered);
  }

  private ObjectNode body() {
    ObjectNode body = Json.object();
    InputStream in = server.terminal().in();
    if (signature != null) {
      body.set("signature", JsonInput.object(signature, in));
    }
    if (golden != null) {
      body.set("golden", JsonInput.array(golden, in));
    }
    if (lineage != null) {
      body.set("lineage", JsonInput.object(lineage, in));
    }
    put(body, "version", version);
    put(body, "parent", parent);
    put(body, "reason", reason);
    put(body, "description", description);
    return body;
  }

  private static void put(ObjectNode body, String field, @Nullable String value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  private static FormBody form(ObjectNode body, Path onnx) {
    FormBody form = new FormBody();
    body.properties()
        .forEach(field -> {
          JsonNode value = field.getValue();
          form.field(field.getKey(), value.isString() ? value.stringValue() : Json.text(value));
        });
    return form.file("file", JsonInput.bytes(onnx));
  }
}
