// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.registry.Asset;
import io.ratchet.registry.Message;
import io.ratchet.registry.Origin;
import io.ratchet.registry.PromptContent;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.Role;
import io.ratchet.registry.Semver;
import io.ratchet.routing.Arm;
import io.ratchet.routing.Owner;
import io.ratchet.routing.PromptReference;
import io.ratchet.routing.Resolution;
import io.ratchet.routing.Route;
import io.ratchet.template.Template;
import io.ratchet.template.TemplateFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Prompts in memory. The highest version answers, unless a test says otherwise. */
final class TestPrompts implements PromptSource {
  private final List<PromptVersion> versions = new ArrayList<>();
  final List<PromptVersion> used = new CopyOnWriteArrayList<>();
  final List<String> units = new CopyOnWriteArrayList<>();
  final List<Map<String, ? extends @Nullable Object>> attributes = new CopyOnWriteArrayList<>();
  Owner owner = Owner.NOBODY;
  @Nullable String variant;
  boolean fellBack;

  /** Adds a version of messages that are written as {@code role: text}. */
  TestPrompts add(
      String name,
      String version,
      @Nullable String model,
      String parameters,
      @Nullable String outputSchema,
      String... messages) {
    List<Message> list = new ArrayList<>();
    for (String message : messages) {
      int colon = message.indexOf(": ");
      list.add(
          new Message(
              Role.valueOf(message.substring(0, colon).toUpperCase(java.util.Locale.ROOT)),
              Template.parse(message.substring(colon + 2), TemplateFormat.MUSTACHE)));
    }
    PromptContent content =
        new PromptContent(
            TemplateFormat.MUSTACHE,
            list,
            model,
            (ObjectNode) Json.parse(parameters),
            outputSchema == null ? null : schema(outputSchema),
            Json.object(),
            null);
    versions.add(
        new PromptVersion(
            name,
            Semver.parse(version),
            "0".repeat(64),
            Origin.API,
            "yaml",
            content,
            null,
            null,
            Rig.NOW,
            "test",
            0,
            0,
            Set.of()));
    return this;
  }

  private static JsonNode schema(String text) {
    return Json.parse(text);
  }

  @Override
  public Resolution<PromptVersion> resolve(
      PromptReference reference, String unit, Map<String, ? extends @Nullable Object> given) {
    units.add(unit);
    attributes.add(given);
    PromptVersion version =
        versions.stream()
            .filter(v -> v.name().equals(reference.name()))
            .filter(v ->
                reference.selector() == null
                    || Semver.find(reference.selector()).equals(java.util.Optional.of(v.version())))
            .reduce((_, last) -> last)
            .orElseThrow(() -> Failure.missing("there is no prompt of that name", "see the list"));
    Route route =
        new Route(
            version.name(),
            1,
            null,
            owner,
            List.of(new Arm(version.version(), variant, List.of(new Arm.Range(0, Arm.BUCKETS)))),
            List.of(),
            "salt",
            null,
            Rig.NOW,
            "test",
            "first");
    boolean pinned = reference.selector() != null;
    return new Resolution<>(version, route, pinned ? null : variant, fellBack, "test");
  }

  @Override
  public void use(PromptVersion version) {
    used.add(version);
  }

  @Override
  public List<Asset<PromptVersion>> list() {
    return versions.stream()
        .map(PromptVersion::name)
        .distinct()
        .map(name -> new Asset<PromptVersion>(name, new java.util.TreeMap<>(), Map.of()))
        .toList();
  }
}
