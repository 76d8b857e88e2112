// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.mlflow.Refusals;
import io.ratchet.registry.Message;
import io.ratchet.registry.PromptContent;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A prompt's content as the tags in which MLflow's clients keep it, and back. Its text is {@code {{
 * variable }}} there, which is our Mustache; a text with Jinja2 blocks, or one that is no Mustache,
 * is kept to the letter and rendered by its own client alone.
 */
final class PromptTags {
  static final String IS_PROMPT = "mlflow.prompt.is_prompt";
  static final String TEXT = "mlflow.prompt.text";
  static final String TYPE = "_mlflow_prompt_type";
  static final String RESPONSE_FORMAT = "_mlflow_prompt_response_format";
  static final String MODEL_CONFIG = "_mlflow_prompt_model_config";

  /** Tags that follow from the content and so cannot change. */
  static final Set<String> CONTENT = Set.of(IS_PROMPT, TEXT, TYPE);

  private static final String CHAT = "chat";
  private static final String JINJA = "{%";
  private static final List<String> PARAMETERS =
      List.of("temperature", "max_tokens", "top_p", "frequency_penalty", "presence_penalty");

  private PromptTags() {}

  /** The tags that follow from content. */
  static Map<String, String> of(PromptContent content) {
    Map<String, String> tags = new TreeMap<>();
    tags.put(IS_PROMPT, "true");
    List<Message> messages = content.messages();
    if (messages.size() == 1 && messages.getFirst().role() == Role.USER) {
      tags.put(TEXT, messages.getFirst().template().mustache());
      tags.put(TYPE, "text");
    } else {
      ArrayNode chat = Json.array();
      for (Message message : messages) {
        chat.addObject()
            .put("role", message.role().label())
            .put("content", message.template().mustache());
      }
      tags.put(TEXT, Json.text(chat));
      tags.put(TYPE, CHAT);
    }
    if (content.outputSchema() != null) {
      tags.put(RESPONSE_FORMAT, Json.text(content.outputSchema()));
    }
    if (content.model() != null || !content.parameters().isEmpty()) {
      ObjectNode config = content.parameters().deepCopy();
      if (content.model() != null) {
        config.put("model_name", content.model());
      }
      tags.put(MODEL_CONFIG, Json.text(config));
    }
    return tags;
  }

  /**
   * The content that tags describe.
   *
   * @throws Failure INVALID where they describe none
   */
  static PromptContent content(Map<String, String> tags, Prompts prompts) {
    String text = tags.get(TEXT);
    if (text == null) {
      throw Refusals.invalid("A version of a prompt needs its text in the tag '" + TEXT + "'.");
    }
    JsonNode chat = CHAT.equals(tags.get(TYPE)) ? json(TEXT, text) : null;
    ObjectNode fields = fields(tags);
    if (!text.contains(JINJA)) {
      try {
        return prompts.read(messages(fields.deepCopy(), text, chat, false));
      } catch (Failure notMustache) {
        // What keeps it from being a template of ours keeps its text from nobody.
      }
    }
    fields
        .putObject("metadata")
        .put(PromptContent.LANGUAGE, text.contains(JINJA) ? "jinja2" : "another template language");
    return prompts.read(messages(fields, text, chat, true));
  }

  /** The fields of a version, with the texts as Mustache or, where it is none, to the letter. */
  private static ObjectNode messages(
      ObjectNode fields, String text, @Nullable JsonNode chat, boolean literal) {
    fields.put("template_format", literal ? "python" : "mustache");
    ArrayNode messages = fields.putArray("messages");
    if (chat == null) {
      messages.addObject().put("role", "user").put("content", literal ? escaped(text) : text);
      return fields;
    }
    for (JsonNode message : chat) {
      String content = content(message.path("content"));
      messages
          .addObject()
          .put("role", message.path("role").asString("user"))
          .put("content", literal ? escaped(content) : content);
    }
    return fields;
  }

  /** The text of a message; parts that are no text, such as images, stand as their JSON. */
  private static String content(JsonNode content) {
    return content.isString() ? content.stringValue() : Json.text(content);
  }

  private static String escaped(String text) {
    return text.replace("{", "{{").replace("}", "}}");
  }

  private static ObjectNode fields(Map<String, String> tags) {
    ObjectNode fields = Json.object();
    String format = tags.get(RESPONSE_FORMAT);
    if (format != null && json(RESPONSE_FORMAT, format) instanceof ObjectNode schema) {
      fields.set("output_schema", schema);
    }
    String config = tags.get(MODEL_CONFIG);
    if (config != null && json(MODEL_CONFIG, config) instanceof ObjectNode asked) {
      String model = asked.path("model_name").asString("");
      String provider = asked.path("provider").asString("");
      if (!model.isEmpty()) {
        fields.put("model", provider.isEmpty() ? model : provider + "/" + model);
      }
      ObjectNode parameters = fields.putObject("parameters");
      PARAMETERS.stream()
          .filter(asked::hasNonNull)
          .forEach(name -> parameters.set(name, asked.get(name)));
      if (asked.hasNonNull("stop_sequences")) {
        parameters.set("stop", asked.get("stop_sequences"));
      }
    }
    return fields;
  }

  private static JsonNode json(String tag, String text) {
    try {
      return Json.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (Failure e) {
      throw Refusals.invalid("The tag '" + tag + "' does not hold JSON: " + e.message());
    }
  }
}
