// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Texts that are rendered; a release may not break the output schema of the one before it. */
record PromptKind() implements Kind<PromptVersion> {
  @Override
  public String label() {
    return Prompts.KIND;
  }

  @Override
  public String contract() {
    return "output schema";
  }

  @Override
  public PromptVersion read(AssetVersion row) {
    return PromptVersion.of(
        row.asset(),
        Semver.parse(row.version()),
        row.origin(),
        row.form(),
        PromptContent.parse(row.content()),
        row.parent() == null ? null : Semver.parse(row.parent()),
        row.reason(),
        row.createdAt(),
        row.createdBy());
  }

  @Override
  public List<String> breaks(JsonNode before, JsonNode after) {
    return SchemaPolicy.changes(schema(before), schema(after)).stream()
        .filter(SchemaChange::breaking)
        .map(SchemaChange::toString)
        .toList();
  }

  private static @Nullable JsonNode schema(JsonNode content) {
    JsonNode schema = content.path("output_schema");
    return schema.isObject() || schema.isBoolean() ? schema : null;
  }
}
