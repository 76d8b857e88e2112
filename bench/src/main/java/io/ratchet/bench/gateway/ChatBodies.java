// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.gateway;

import io.ratchet.base.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** The requests and the prompt: 2 KB reach the mock, whichever way they come. */
final class ChatBodies {
  static final String PROMPT = "bench";
  static final String VERSION = "1.0.0";

  private static final int BYTES = 2048;
  private static final int VALUE = 100;
  private static final String[] NAMES = {"document", "patient", "persona", "language", "schema"};
  private static final String SENTENCE = "Read the note with care, and extract what it says. ";

  private ChatBodies() {}

  /** A request that names a provider's model. */
  static byte[] passed(boolean stream) {
    int room = BYTES - passed("", stream).length;
    return passed(text(room), stream);
  }

  private static byte[] passed(String content, boolean stream) {
    ObjectNode body = Json.object().put("model", "mock/mock");
    body.putArray("messages").addObject().put("role", "user").put("content", content);
    return finish(body, stream);
  }

  /** A request that names a prompt, with its five variables. */
  static byte[] prompt(boolean stream) {
    ObjectNode body = Json.object().put("model", "prompt:" + PROMPT);
    body.putArray("messages");
    ObjectNode ratchet = body.putObject("ratchet").put("unit", "user-17");
    ObjectNode variables = ratchet.putObject("variables");
    for (String name : NAMES) {
      variables.put(name, text(VALUE));
    }
    return finish(body, stream);
  }

  private static byte[] finish(ObjectNode body, boolean stream) {
    if (stream) {
      body.put("stream", true);
    }
    return Json.bytes(body);
  }

  /** The version that {@link #prompt} asks for, 2 KB once it is rendered. */
  static byte[] template() {
    StringBuilder text = new StringBuilder("---\nmodel: mock/mock\n---\n");
    int room = BYTES / NAMES.length - VALUE;
    for (String name : NAMES) {
      text.append(text(room)).append("{{ ").append(name).append(" }}\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String text(int length) {
    return SENTENCE.repeat(length / SENTENCE.length() + 1).substring(0, length);
  }
}
