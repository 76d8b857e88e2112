// SPDX-License-Identifier: Apache-2.0
package io.ratchet.model;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where a model is, and so who computes its predictions. */
public sealed interface ModelSource {
  int NAME_LENGTH = 128;
  int URL_LENGTH = 2_000;
  int STAGES = 16;

  /** An ONNX file in the store of artifacts, run in this process. */
  record Onnx(String sha256, long sizeBytes) implements ModelSource {}

  /**
   * A model behind a server that speaks the Open Inference Protocol, version 2.
   *
   * @param url of the server, without {@code /v2}
   * @param version null for the one that the server chooses
   */
  record Kserve(URI url, String model, @Nullable String version) implements ModelSource {}

  /** An endpoint that takes {@code {"features": {}}} and answers {@code {"prediction"}}. */
  record Http(URI url) implements ModelSource {}

  /** Models one after the other: the answer of each is given to the next. */
  record Pipeline(List<Stage> stages) implements ModelSource {
    public Pipeline {
      stages = List.copyOf(stages);
    }
  }

  /** A model that was registered without anything to run: it is served elsewhere. */
  record Elsewhere() implements ModelSource {}

  /**
   * A step of a pipeline.
   *
   * @param name under which its latency is recorded
   * @param model the registered model that does it
   * @param version the version that does it; null for what the model's route says
   */
  record Stage(String name, String model, @Nullable String version) {}

  Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  default String kind() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  default ObjectNode json() {
    ObjectNode json = Json.object().put("kind", kind());
    switch (this) {
      case Onnx onnx -> json.put("sha256", onnx.sha256()).put("size_bytes", onnx.sizeBytes());
      case Kserve kserve ->
          json.put("url", kserve.url().toString())
              .put("model", kserve.model())
              .put("version", kserve.version());
      case Http http -> json.put("url", http.url().toString());
      case Pipeline pipeline -> {
        ArrayNode stages = json.putArray("stages");
        for (Stage stage : pipeline.stages()) {
          stages
              .addObject()
              .put("name", stage.name())
              .put("model", stage.model())
              .put("version", stage.version());
        }
      }
      case Elsewhere _ -> {}
    }
    return json;
  }

  /** Reads one that came from outside; null where it has faults, which are then in the list. */
  static @Nullable ModelSource read(JsonNode node, String path, List<Problem> problems) {
    int before = problems.size();
    Fields in = Fields.of(node, path, problems);
    String kind = in.requiredText("kind", NAME_LENGTH).toLowerCase(Locale.ROOT);
    ModelSource source =
        switch (kind) {
          case "onnx" -> onnx(in);
          case "kserve" -> kserve(in);
          case "http" -> new Http(url(in));
          case "pipeline" -> pipeline(in, path, problems);
          case "elsewhere" -> new Elsewhere();
          default -> {
            in.problem("kind", "must be onnx, kserve, http, pipeline or elsewhere", kind);
            yield new Elsewhere();
          }
        };
    in.checkUnknown();
    return problems.size() > before ? null : source;
  }

  private static Onnx onnx(Fields in) {
    String sha256 = in.requiredText("sha256", 64);
    if (!sha256.isEmpty() && !sha256.matches("[0-9a-f]{64}")) {
      in.problem("sha256", "must be 64 lower-case hexadecimal digits", sha256);
    }
    Long size = in.integer("size_bytes", 1, Long.MAX_VALUE);
    return new Onnx(sha256, size == null ? 0 : size);
  }

  private static Kserve kserve(Fields in) {
    URI url = url(in);
    String model = in.requiredText("model", NAME_LENGTH);
    String version = in.text("version", NAME_LENGTH);
    for (String part : version == null ? List.of(model) : List.of(model, version)) {
      if (!part.isEmpty() && !WORD.matcher(part).matches()) {
        in.problem("model", "and version must be words of letters, digits, dots, - and _", part);
      }
    }
    return new Kserve(url, model, version);
  }

  private static Pipeline pipeline(Fields in, String path, List<Problem> problems) {
    List<Stage> stages = new ArrayList<>();
    List<JsonNode> nodes = in.list("stages", STAGES);
    for (int i = 0; i < nodes.size(); i++) {
      Fields stage = Fields.of(nodes.get(i), path + ".stages[" + i + "]", problems);
      String name = stage.requiredText("name", NAME_LENGTH);
      String model = stage.requiredText("model", NAME_LENGTH);
      stages.add(new Stage(name, model, stage.text("version", NAME_LENGTH)));
      stage.checkUnknown();
    }
    if (stages.isEmpty()) {
      in.problem("stages", "must name at least one stage", null);
    }
    return new Pipeline(stages);
  }

  private static URI url(Fields in) {
    String text = in.requiredText("url", URL_LENGTH);
    try {
      URI url = URI.create(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      in.problem("url", "is not a URL", text);
      return URI.create("http://invalid");
    }
    if (!text.isEmpty()) {
      in.problem("url", "must be http or https with a host, and without user or fragment", text);
    }
    return URI.create("http://invalid");
  }
}
