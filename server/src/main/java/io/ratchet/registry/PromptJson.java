// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prompts and versions as answers show them. */
public final class PromptJson {
  private final Prompts prompts;
  private final LiveVersions live;

  public PromptJson(Prompts prompts, LiveVersions live) {
    this.prompts = prompts;
    this.live = live;
  }

  /** A prompt with its views, without its versions. */
  ObjectNode prompt(Prompt prompt) {
    ObjectNode json =
        Json.object()
            .put("name", prompt.name())
            .put("default_version", text(live.defaultVersion(prompt.name())))
            .put("production_version", text(live.productionVersion(prompt.name())))
            .put("latest_version", text(prompt.highest().map(v -> v.version().version())))
            .put("versions", prompt.versions().size());
    ObjectNode aliases = json.putObject("aliases");
    live.productionVersion(prompt.name())
        .ifPresent(version -> aliases.put(Prompt.CHAMPION, version.toString()));
    prompt.aliases().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(alias -> aliases.put(alias.getKey(), alias.getValue().toString()));
    ObjectNode unreadable = json.putObject("unreadable_versions");
    prompts.unreadable(prompt.name()).forEach(unreadable::put);
    return json;
  }

  /** What lists show of a version. */
  public ObjectNode summary(Prompt prompt, Prompt.Registered registered) {
    PromptVersion version = registered.version();
    Semver semver = version.version();
    ObjectNode json =
        Json.object()
            .put("prompt", prompt.name())
            .put("version", semver.toString())
            .put("stage", registered.stage().label())
            .put("is_default", live.defaultVersion(prompt.name()).equals(Optional.of(semver)));
    json.set("aliases", Json.array(aliases(prompt, semver)));
    json.put("sha256", version.sha256())
        .put("description", version.description())
        .put("model", version.model())
        .put("template_format", version.content().format().label())
        .set("variables", Json.array(version.variables()));
    return json.put("size_bytes", version.sizeBytes())
        .put("token_estimate", version.tokenEstimate())
        .put("origin", version.origin().label())
        .put("format", version.form())
        .put("file", registered.file())
        .put("parent", text(version.parent()))
        .put("reason", version.reason())
        .put("created_at", version.createdAt().toString())
        .put("created_by", version.createdBy())
        .put("used", prompts.isUsed(prompt.name(), semver));
  }

  /** A version with everything but its messages. */
  public ObjectNode version(Prompt prompt, Prompt.Registered registered) {
    PromptVersion version = registered.version();
    ObjectNode json = summary(prompt, registered);
    json.set("parameters", version.parameters());
    json.set("output_schema", version.outputSchema());
    json.set("metadata", version.metadata());
    return json;
  }

  /** The messages of a version as they were written, and as one text. */
  ObjectNode content(PromptVersion version) {
    ObjectNode json =
        Json.object()
            .put("prompt", version.name())
            .put("version", version.version().toString())
            .put("sha256", version.sha256())
            .put("content", version.content().text());
    ArrayNode messages = json.putArray("messages");
    for (Message message : version.messages()) {
      messages
          .addObject()
          .put("role", message.role().label())
          .put("content", message.template().text())
          .put("template_format", message.template().format().label());
    }
    return json;
  }

  /** The messages with their variables filled in. */
  ObjectNode rendered(PromptVersion version, RenderedPrompt.Messages rendered) {
    ObjectNode json =
        Json.object().put("prompt", version.name()).put("version", version.version().toString());
    ArrayNode messages = json.putArray("messages");
    rendered
        .messages()
        .forEach(
            m -> messages.addObject().put("role", m.role().label()).put("content", m.content()));
    json.put("text", rendered.text()).set("extra_variables", Json.array(rendered.extra()));
    return json;
  }

  @Nullable String defaultVersion(String name) {
    return text(live.defaultVersion(name));
  }

  /** The version, its parents up to the first, and the versions made from it. */
  ObjectNode lineage(Prompt prompt, Prompt.Registered registered) {
    Semver semver = registered.version().version();
    ObjectNode json = Json.object().put("prompt", prompt.name()).put("version", semver.toString());
    ArrayNode ancestors = json.putArray("lineage");
    Prompt.Registered at = registered;
    for (int i = 0; at != null && i < prompt.versions().size(); i++) {
      ancestors.add(origin(at));
      Semver parent = at.version().parent();
      at = parent == null ? null : prompt.versions().get(parent);
    }
    ArrayNode children = json.putArray("children");
    prompt.versions().values().stream()
        .filter(other -> semver.equals(other.version().parent()))
        .forEach(other -> children.add(origin(other)));
    return json;
  }

  private static ObjectNode origin(Prompt.Registered registered) {
    PromptVersion version = registered.version();
    return Json.object()
        .put("version", version.version().toString())
        .put("parent", text(version.parent()))
        .put("created_at", version.createdAt().toString())
        .put("created_by", version.createdBy())
        .put("reason", version.reason())
        .put("sha256", version.sha256())
        .put("stage", registered.stage().label());
  }

  private List<String> aliases(Prompt prompt, Semver version) {
    boolean isChampion = live.productionVersion(prompt.name()).equals(Optional.of(version));
    List<String> free =
        prompt.aliases().entrySet().stream()
            .filter(alias -> alias.getValue().equals(version))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return isChampion ? Stream.concat(Stream.of(Prompt.CHAMPION), free.stream()).toList() : free;
  }

  private static @Nullable String text(@Nullable Semver version) {
    return version == null ? null : version.toString();
  }

  private static @Nullable String text(Optional<Semver> version) {
    return version.map(Semver::toString).orElse(null);
  }
}
