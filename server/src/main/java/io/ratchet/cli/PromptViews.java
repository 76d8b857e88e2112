// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Answers about prompts as text. */
final class PromptViews {
  private static final int ID_LENGTH = 12;

  private PromptViews() {}

  static String prompts(JsonNode answer) {
    Table table = new Table("prompt", "versions", "default", "production", "latest", "aliases");
    for (JsonNode prompt : answer.path("prompts")) {
      table.row(
          prompt.path("name"),
          prompt.path("versions"),
          prompt.path("default_version"),
          prompt.path("production_version"),
          prompt.path("latest_version"),
          aliases(prompt.path("aliases")));
    }
    return table.isEmpty()
        ? "no prompts yet; add one with: ratchet prompts register FILE --prompt NAME"
        : table.toString();
  }

  private static String aliases(JsonNode aliases) {
    return aliases.properties().stream()
        .map(alias -> alias.getKey() + "=" + alias.getValue().asString(""))
        .collect(Collectors.joining(", "));
  }

  static String versions(JsonNode answer) {
    String standard = answer.path("default_version").asString("");
    Table table =
        new Table("version", "stage", "default", "aliases", "created", "tokens", "variables");
    for (JsonNode version : answer.path("versions")) {
      table.row(
          version.path("version"),
          version.path("stage"),
          version.path("version").asString("").equals(standard) ? "yes" : "",
          words(version.path("aliases")),
          moment(version.path("created_at")),
          Figures.count(version.path("token_estimate")),
          words(version.path("variables")));
    }
    return table.isEmpty()
        ? "no versions yet; add one with: ratchet prompts register FILE"
        : table.toString();
  }

  static String version(JsonNode facts, JsonNode content) {
    Facts shown = new Facts();
    shown
        .add("prompt", facts.path("prompt"))
        .add("version", facts.path("version"))
        .add("stage", facts.path("stage"))
        .add("aliases", words(facts.path("aliases")))
        .add("created", moment(facts.path("created_at")))
        .add("by", facts.path("created_by"))
        .add("parent", facts.path("parent"))
        .add("reason", facts.path("reason"))
        .add("description", facts.path("description"))
        .add("model", facts.path("model"))
        .add("parameters", given(facts.path("parameters")))
        .add("template", facts.path("template_format"))
        .add("variables", words(facts.path("variables")))
        .add("file", facts.path("file"))
        .add("used", facts.path("used"))
        .add("size", size(facts.path("size_bytes")))
        .add("tokens", Figures.count(facts.path("token_estimate")))
        .add("sha256", facts.path("sha256"));
    return shown + "\n" + content(content);
  }

  private static String given(JsonNode object) {
    return object.isEmpty() ? "" : object.toString();
  }

  private static String size(JsonNode bytes) {
    String count = Figures.count(bytes);
    return count == null ? "" : count + " bytes";
  }

  /** The text of a version, or its messages each under its role. */
  static String content(JsonNode answer) {
    JsonNode content = answer.path("content");
    return content.isString() ? content.stringValue() : rendered(answer);
  }

  static String rendered(JsonNode answer) {
    JsonNode text = answer.path("text");
    JsonNode messages = answer.path("messages");
    String shown =
        text.isString() && (messages.isMissingNode() || messages.size() <= 1)
            ? text.stringValue()
            : messages(messages);
    String ignored = words(answer.path("extra_variables"));
    return ignored.isEmpty() ? shown : shown + "\n\n(not used by this version: " + ignored + ")";
  }

  static String messages(JsonNode messages) {
    List<String> parts = new ArrayList<>();
    for (JsonNode message : messages) {
      JsonNode content = message.path("content");
      String text = content.isString() ? content.stringValue() : content.toString();
      parts.add("[" + message.path("role").asString("message") + "]\n" + text.stripTrailing());
    }
    return String.join("\n\n", parts);
  }

  static String registered(JsonNode answer) {
    String sha = answer.path("sha256").asString("");
    String shown = sha.isEmpty() ? "" : " (sha256 " + sha.substring(0, ID_LENGTH) + ")";
    return "registered %s%s\n%s"
        .formatted(
            Table.text(answer.path("version")),
            shown,
            answer.path("is_default").asBoolean(false)
                ? "it is the default version"
                : "it serves nobody until a route or a stage says so");
  }

  static String reloaded(JsonNode answer) {
    Facts facts =
        new Facts()
            .add("directory", answer.path("directory"))
            .add("added", words(answer.path("added")))
            .add("updated", words(answer.path("updated")))
            .add("unchanged", words(answer.path("unchanged")))
            .add("file is gone", words(answer.path("missing_files")));
    StringBuilder text = new StringBuilder(facts.toString());
    for (String kind : List.of("refused", "ignored")) {
      Table table = new Table(kind, "line", "reason");
      for (JsonNode file : answer.path(kind)) {
        table.row(file.path("file"), file.path("line"), file.path("reason"));
      }
      text.append(table.isEmpty() ? "" : "\n" + table);
    }
    return text.toString();
  }

  static String route(JsonNode answer) {
    Table table = new Table("for", "version", "share", "variant");
    shares(table, "everybody", answer.path("versions"));
    for (JsonNode segment : answer.path("segments")) {
      shares(table, Table.text(segment.path("name")), segment.path("versions"));
    }
    Facts facts =
        new Facts()
            .add("revision", answer.path("revision"))
            .add("owner", owner(answer.path("owner")))
            .add("default version", answer.path("default_version"))
            .add("changed", moment(answer.path("changed_at")))
            .add("by", answer.path("changed_by"))
            .add("reason", answer.path("reason"));
    return table + "\n" + facts;
  }

  private static void shares(Table table, String who, JsonNode versions) {
    double total = versions.values().stream().mapToDouble(v -> v.path("weight").asDouble(0)).sum();
    for (JsonNode version : versions) {
      double share = total > 0 ? version.path("weight").asDouble(0) / total : 0;
      table.row(
          who,
          version.path("version"),
          String.format(Locale.ROOT, "%.4g%%", 100 * share),
          version.path("variant"));
    }
  }

  private static String owner(JsonNode owner) {
    return owner.isObject()
        ? owner.path("kind").asString("")
            + " "
            + owner.path("name").asString(owner.path("id").asString(""))
        : "nobody";
  }

  static String rolledBack(JsonNode answer) {
    JsonNode to = answer.has("version") ? answer.path("version") : answer.path("default_version");
    return "rolled back to " + Table.text(to);
  }

  /** A list in one line; of objects, the one word that names each. */
  static String words(JsonNode list) {
    return list.values().stream()
        .map(item -> item.isObject() ? name(item) : item.asString(item.toString()))
        .collect(Collectors.joining(", "));
  }

  private static String name(JsonNode item) {
    String prompt = item.path("prompt").asString("");
    String name = item.path("version").asString(item.path("name").asString(item.toString()));
    return prompt.isEmpty() ? name : prompt + " " + name;
  }

  /** A moment to the second, without the letters. */
  static String moment(JsonNode time) {
    String text = time.asString("");
    return text.length() < 19 ? text : text.substring(0, 19).replace('T', ' ');
  }
}
