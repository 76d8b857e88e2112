// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the versions that a request wants to register, gathering every fault. */
final class PromptRequests {
  private static final int BATCH_LIMIT = 1_000;

  private final Limits limits;

  PromptRequests(Limits limits) {
    this.limits = limits;
  }

  /** The version of a prompt that the path names. */
  NewVersion one(String name, JsonNode body) {
    AssetName.fault(name)
        .ifPresent(fault -> {
          throw Failure.invalid(
              "the name of a prompt " + fault + ", got " + Problem.shorten(name),
              "choose another name");
        });
    List<Problem> problems = new ArrayList<>();
    NewVersion version = read(body, "", name, problems);
    Fields.refuse(problems);
    return Objects.requireNonNull(version);
  }

  /** The versions of a batch: an array, or an object with the array {@code prompts}. */
  List<NewVersion> batch(JsonNode body) {
    List<Problem> problems = new ArrayList<>();
    List<JsonNode> elements;
    if (body.isArray() && body.size() <= BATCH_LIMIT) {
      elements = List.copyOf(body.values());
    } else {
      Fields fields = Fields.of(body, "", problems);
      elements = fields.list("prompts", BATCH_LIMIT);
      fields.checkUnknown();
    }
    Fields.refuse(problems);
    if (elements.isEmpty()) {
      throw Failure.invalid("there are no prompts", "send {\"prompts\": [...]}");
    }
    List<NewVersion> versions = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < elements.size(); i++) {
      String path = "prompts[" + i + "]";
      NewVersion version = read(elements.get(i), path, null, problems);
      if (version != null && !keys.add(version.key())) {
        problems.add(Problem.of(path, "comes twice in this batch", version.key()));
      }
      if (version != null) {
        versions.add(version);
      }
    }
    Fields.refuse(problems);
    return versions;
  }

  private @Nullable NewVersion read(
      JsonNode node, String path, @Nullable String nameInPath, List<Problem> allProblems) {
    List<Problem> problems = new ArrayList<>();
    Fields fields = Fields.of(node, path, problems);
    String name = nameInPath == null ? name(fields) : sameName(fields, nameInPath);
    PromptFields reader = new PromptFields(fields, path, problems, limits);
    Semver version =
        fields.requiredText("version", Semver.MAX_LENGTH).isEmpty()
            ? null
            : reader.version("version");
    PromptFields.Draft draft = reader.read(null);
    fields.checkUnknown();
    allProblems.addAll(problems);
    if (draft == null || version == null || !problems.isEmpty()) {
      return null;
    }
    return new NewVersion(
        name, version, Origin.API, "json", null, draft.content(), draft.parent(), draft.reason());
  }

  private static String name(Fields fields) {
    String name = fields.requiredText("name", AssetName.MAX_LENGTH);
    if (!name.isEmpty()) {
      AssetName.fault(name).ifPresent(fault -> fields.problem("name", fault, name));
    }
    return name;
  }

  /** A body may repeat the name of its path. */
  private static String sameName(Fields fields, String nameInPath) {
    String name = fields.text("name", AssetName.MAX_LENGTH);
    if (name != null && !name.equals(nameInPath)) {
      fields.problem("name", "is another than " + nameInPath + " in the path", name);
    }
    return nameInPath;
  }
}
