// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where a model is that is not an ONNX file. */
final class ModelSourceOptions {
  private static final Pattern STEP = Pattern.compile("([^=]+)=([^@]+)(?:@(.+))?");

  @Option(
      names = "--source",
      paramLabel = "KIND",
      description = {
        "Where the model is: kserve (a server with the Open Inference Protocol),",
        "http (an endpoint that takes features), pipeline (models one after the other)",
        "or elsewhere (its calls are reported)."
      })
  private @Nullable String source;

  @Option(names = "--url", paramLabel = "URL", description = "For kserve and http: its address.")
  private @Nullable String url;

  @Option(
      names = "--remote-model",
      paramLabel = "NAME",
      description = "For kserve: what its server calls the model.")
  private @Nullable String remoteModel;

  @Option(
      names = "--remote-version",
      paramLabel = "VERSION",
      description = "For kserve: the version there (default: the server's choice).")
  private @Nullable String remoteVersion;

  @Option(
      names = "--step",
      paramLabel = "STAGE=MODEL[@VERSION]",
      description = "For pipeline: a stage and the model that does it; in order, may be repeated.")
  private List<String> steps = new ArrayList<>();

  /** As the server takes it; null where no source is named. */
  @Nullable ObjectNode json() {
    String kind = source;
    if (kind == null) {
      if (url != null || remoteModel != null || remoteVersion != null || !steps.isEmpty()) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            "--url, --remote-model, --remote-version and --step belong to a source",
            "say --source kserve, http or pipeline");
      }
      return null;
    }
    ObjectNode json = Json.object().put("kind", kind);
    if (url != null) {
      json.put("url", url);
    }
    if (remoteModel != null) {
      json.put("model", remoteModel);
    }
    if (remoteVersion != null) {
      json.put("version", remoteVersion);
    }
    if (!steps.isEmpty()) {
      ArrayNode stages = json.putArray("stages");
      steps.forEach(step -> stages.add(stage(step)));
    }
    return json;
  }

  private static ObjectNode stage(String step) {
    Matcher parts = STEP.matcher(step);
    if (!parts.matches()) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          "--step has no stage and model: " + step,
          "write it as in --step graph=gnn@1.0.0");
    }
    ObjectNode stage = Json.object().put("name", parts.group(1)).put("model", parts.group(2));
    return parts.group(3) == null ? stage : stage.put("version", parts.group(3));
  }
}
