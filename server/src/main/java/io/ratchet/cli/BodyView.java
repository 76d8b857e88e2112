// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request or an answer as people read it: what was said in a chat, else JSON. */
final class BodyView {
  private BodyView() {}

  static String of(JsonNode body) {
    JsonNode messages = body.path("messages");
    JsonNode choices = body.path("choices");
    if (messages.isArray()) {
      return facts(body, "messages") + PromptViews.messages(messages);
    }
    return choices.isArray() ? facts(body, "choices") + said(choices) : ServerOptions.pretty(body);
  }

  /** Everything but the messages, in one line. */
  private static String facts(JsonNode body, String left) {
    if (!(body.deepCopy() instanceof ObjectNode rest)) {
      return "";
    }
    rest.remove(left);
    return rest.isEmpty() ? "" : Json.text(rest) + "\n\n";
  }

  private static String said(JsonNode choices) {
    List<String> texts = new ArrayList<>();
    for (JsonNode choice : choices) {
      JsonNode message = choice.path("message");
      JsonNode content = message.path("content");
      String end = " (" + Table.text(choice.path("finish_reason")) + ")";
      texts.add(
          "[assistant]"
              + (choice.path("finish_reason").asString("").equals("stop") ? "" : end)
              + "\n"
              + (content.isString() ? legible(content.stringValue()) : Json.text(message)));
    }
    return String.join("\n\n", texts);
  }

  /** A text that is JSON, on lines of its own. */
  private static String legible(String text) {
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return text;
    }
    try {
      return ServerOptions.pretty(Json.mapper().readTree(text));
    } catch (JacksonException e) {
      return text; // as it came: that it is broken is what the reader wants to see
    }
  }
}
