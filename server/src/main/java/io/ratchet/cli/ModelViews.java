// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Answers about models as text. */
final class ModelViews {
  private static final int SHA_LENGTH = 12;

  private ModelViews() {}

  static String models(JsonNode answer) {
    Table table = new Table("model", "versions", "default", "production", "latest", "aliases");
    for (JsonNode model : answer.path("models")) {
      table.row(
          model.path("name"),
          model.path("versions"),
          model.path("default_version"),
          model.path("production_version"),
          model.path("latest_version"),
          aliases(model.path("aliases")));
    }
    return table.isEmpty()
        ? "no models yet; add one with: ratchet models register NAME FILE.onnx"
        : table + PageOptions.more(answer);
  }

  static String one(JsonNode model) {
    return new Facts()
        .add("model", model.path("name"))
        .add("default", model.path("default_version"))
        .add("production", model.path("production_version"))
        .add("latest", model.path("latest_version"))
        .add("versions", model.path("versions"))
        .add("aliases", aliases(model.path("aliases")))
        .add("unreadable", aliases(model.path("unreadable_versions")))
        .toString();
  }

  private static String aliases(JsonNode aliases) {
    return aliases.properties().stream()
        .map(alias -> alias.getKey() + "=" + alias.getValue().asString(""))
        .collect(Collectors.joining(", "));
  }

  static String versions(JsonNode answer) {
    Table table =
        new Table(
            "version", "stage", "default", "aliases", "source", "created", "parent", "reason");
    for (JsonNode version : answer.path("versions")) {
      table.row(
          version.path("version"),
          version.path("stage"),
          version.path("is_default").asBoolean(false) ? "yes" : "",
          PromptViews.words(version.path("aliases")),
          version.path("source").path("kind"),
          PromptViews.moment(version.path("created_at")),
          version.path("parent"),
          version.path("reason"));
    }
    return table.isEmpty()
        ? "no versions yet; add one with: ratchet models register NAME FILE.onnx"
        : table + PageOptions.more(answer);
  }

  static String version(JsonNode version) {
    JsonNode signature = version.path("signature");
    JsonNode lineage = version.path("lineage");
    JsonNode performance = version.path("performance");
    Facts facts =
        new Facts()
            .add("model", version.path("model"))
            .add("version", version.path("version"))
            .add("stage", version.path("stage"))
            .add("aliases", PromptViews.words(version.path("aliases")))
            .add("created", PromptViews.moment(version.path("created_at")))
            .add("by", version.path("created_by"))
            .add("parent", version.path("parent"))
            .add("reason", version.path("reason"))
            .add("description", version.path("description"))
            .add("source", source(version.path("source")))
            .add("task", signature.path("task"))
            .add("classes", PromptViews.words(signature.path("classes")))
            .add("golden inputs", version.path("golden").size())
            .add("trained on", lineage.path("training_data_sha256"))
            .add("code", lineage.path("code"))
            .add("run", lineage.path("run"))
            .add("trainer", lineage.path("trainer"))
            .add("calls", Figures.count(performance.path("calls")))
            .add("mean latency", Figures.millis(performance.path("latency_ms")))
            .add("mean confidence", Figures.decimal(performance.path("confidence"), 3))
            .add("error rate", Figures.percent(performance.path("error_rate")))
            .add("sha256", version.path("sha256"));
    Table features = new Table("feature", "type", "optional", "minimum", "maximum", "categories");
    for (JsonNode feature : signature.path("features")) {
      features.row(
          feature.path("name"),
          feature.path("type"),
          feature.path("optional").asBoolean(false) ? "yes" : "",
          feature.path("minimum"),
          feature.path("maximum"),
          PromptViews.words(feature.path("categories")));
    }
    return features.isEmpty() ? facts.toString() : facts + "\n" + features;
  }

  private static String source(JsonNode source) {
    String kind = source.path("kind").asString("");
    return switch (kind) {
      case "onnx" -> kind + ", " + Figures.count(source.path("size_bytes")) + " bytes";
      case "kserve" ->
          kind
              + " "
              + source.path("url").asString("")
              + ", model "
              + source.path("model").asString("");
      case "http" -> kind + " " + source.path("url").asString("");
      case "pipeline" ->
          kind
              + " "
              + source.path("stages").values().stream()
                  .map(stage -> stage.path("name").asString(""))
                  .collect(Collectors.joining(" -> "));
      case String other -> other;
    };
  }

  static String registered(JsonNode answer) {
    String sha = answer.path("sha256").asString("");
    return "registered %s of %s (sha256 %s)\n%s"
        .formatted(
            Table.text(answer.path("version")),
            Table.text(answer.path("model")),
            sha.substring(0, Math.min(SHA_LENGTH, sha.length())),
            answer.path("is_default").asBoolean(false)
                ? "it is the default version"
                : "it serves nobody until a route or a stage says so");
  }

  static String lineage(JsonNode answer) {
    Table table = new Table("", "version", "parent", "stage", "created", "by", "reason");
    rows(table, "made from", answer.path("lineage"));
    rows(table, "led to", answer.path("children"));
    return table.toString();
  }

  private static void rows(Table table, String what, JsonNode versions) {
    for (JsonNode version : versions) {
      table.row(
          what,
          version.path("version"),
          version.path("parent"),
          version.path("stage"),
          PromptViews.moment(version.path("created_at")),
          version.path("created_by"),
          version.path("reason"));
    }
  }

  static String status(JsonNode status) {
    return new Facts()
        .add("model", status.path("model"))
        .add("version", status.path("version"))
        .add("state", status.path("state"))
        .add("reason", status.path("reason"))
        .add("platform", status.path("platform"))
        .add("breaker", status.path("breaker"))
        .add("in flight", status.path("in_flight"))
        .add("requests", Figures.count(status.path("requests")))
        .add("failures", Figures.count(status.path("failures")))
        .add("last asked", PromptViews.moment(status.path("last_inference")))
        .toString();
  }

  static String downloaded(JsonNode file) {
    return "%s, %s bytes, sha256 %s"
        .formatted(
            Table.text(file.path("file")),
            Figures.count(file.path("size_bytes")),
            Table.text(file.path("sha256")));
  }
}
