// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What answers show of the versions of prompts. */
public record PromptJson() implements VersionJson<PromptVersion> {
  @Override
  public void summarise(ObjectNode json, PromptVersion version) {
    json.put("model", version.model())
        .put("template_format", version.content().format().label())
        .set("variables", Json.array(version.variables()));
    json.put("size_bytes", version.sizeBytes()).put("token_estimate", version.tokenEstimate());
  }

  @Override
  public void complete(ObjectNode json, PromptVersion version) {
    json.set("parameters", version.parameters());
    json.set("output_schema", version.outputSchema());
    json.set("metadata", version.metadata());
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
}
