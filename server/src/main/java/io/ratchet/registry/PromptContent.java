// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Json;
import io.ratchet.template.Template;
import io.ratchet.template.TemplateFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a version says: its messages and what is sent along with them. The trees are shared and must
 * not be changed.
 *
 * @param format the language its author declared; what AUTO came to is known by each template
 * @param model who is to answer, null where the request decides
 * @param parameters what is sent with the request, such as temperature
 * @param outputSchema JSON schema of the answer, null where it is free text
 * @param metadata what the author wants to remember
 */
public record PromptContent(
    TemplateFormat format,
    List<Message> messages,
    @Nullable String model,
    ObjectNode parameters,
    @Nullable JsonNode outputSchema,
    ObjectNode metadata,
    @Nullable String description)
    implements Content {

  /** Name of the metadata that says in what other language than ours the texts are written. */
  public static final String LANGUAGE = "template_language";

  public PromptContent {
    messages = List.copyOf(messages);
  }

  /**
   * The language of the texts, where it is one that is kept and given out but not rendered here.
   */
  @Nullable String foreignLanguage() {
    JsonNode language = metadata.get(LANGUAGE);
    return language == null ? null : language.stringValue(null);
  }

  /**
   * Reads the canonical form back.
   *
   * @throws RuntimeException where it is not one
   */
  static PromptContent parse(String canonical) {
    JsonNode json = Json.parse(canonical);
    TemplateFormat format =
        TemplateFormat.named(json.required("template_format").stringValue()).orElseThrow();
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : json.required("messages")) {
      messages.add(
          new Message(
              Role.named(message.required("role").stringValue()).orElseThrow(),
              Template.parse(message.required("content").stringValue(), format)));
    }
    JsonNode schema = json.required("output_schema");
    return new PromptContent(
        format,
        messages,
        json.required("model").stringValue(null),
        (ObjectNode) json.required("parameters"),
        schema.isNull() ? null : schema,
        (ObjectNode) json.required("metadata"),
        json.required("description").stringValue(null));
  }

  /** The canonical form, from which the identity of the content is computed. */
  @Override
  public ObjectNode json() {
    ObjectNode json = Json.object().put("template_format", format.label());
    ArrayNode array = json.putArray("messages");
    for (Message message : messages) {
      array
          .addObject()
          .put("role", message.role().label())
          .put("content", message.template().text());
    }
    json.put("model", model).set("parameters", parameters);
    json.set("output_schema", outputSchema);
    json.set("metadata", metadata);
    return json.put("description", description);
  }

  List<Template> templates() {
    return messages.stream().map(Message::template).toList();
  }

  /** The messages as one text: that of a single user message as it is, else under their roles. */
  public String text() {
    if (messages.size() == 1 && messages.getFirst().role() == Role.USER) {
      return messages.getFirst().template().text();
    }
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      text.append(text.isEmpty() ? "" : "\n")
          .append('[')
          .append(message.role().label())
          .append("]\n")
          .append(message.template().text())
          .append('\n');
    }
    return text.toString();
  }

  /** Bytes of the messages in UTF-8. */
  long sizeBytes() {
    long size = 0;
    for (Message message : messages) {
      size += message.template().text().getBytes(StandardCharsets.UTF_8).length;
    }
    return size;
  }
}
