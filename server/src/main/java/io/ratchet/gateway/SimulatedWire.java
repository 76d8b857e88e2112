// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Simulated answers in the shape of OpenAI's chat completions and their chunks. */
record SimulatedWire(String id, long created, String model) {
  private static final int PIECE_LENGTH = 16;
  private static final int MAX_PIECES = 256;

  ObjectNode completion(SimulatedAnswer answer) {
    ObjectNode body = head("chat.completion");
    ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
    choice
        .putObject("message")
        .put("role", "assistant")
        .put("content", answer.text())
        .putNull("refusal");
    choice.putNull("logprobs").put("finish_reason", answer.finishReason());
    body.set("usage", usage(answer));
    return body;
  }

  /** The events of a stream, the last of them {@code [DONE]}. */
  List<String> frames(SimulatedAnswer answer, boolean withUsage) {
    List<String> frames = new ArrayList<>();
    ObjectNode role = Json.object().put("role", "assistant").put("content", "");
    frames.add(chunk(role, null, withUsage));
    for (String piece : pieces(answer.text())) {
      frames.add(chunk(Json.object().put("content", piece), null, withUsage));
    }
    frames.add(chunk(Json.object(), answer.finishReason(), withUsage));
    if (withUsage) {
      ObjectNode last = head("chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", usage(answer));
      frames.add("data: " + Json.text(last) + "\n\n");
    }
    frames.add("data: [DONE]\n\n");
    return frames;
  }

  private String chunk(ObjectNode delta, @Nullable String finishReason, boolean withUsage) {
    ObjectNode chunk = head("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", finishReason);
    if (withUsage) {
      chunk.putNull("usage");
    }
    return "data: " + Json.text(chunk) + "\n\n";
  }

  private static List<String> pieces(String text) {
    int length = Math.max(PIECE_LENGTH, Math.ceilDiv(text.length(), MAX_PIECES));
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + length);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to++;
      }
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }

  private ObjectNode head(String object) {
    return Json.object()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model)
        .put("system_fingerprint", "ratchet-simulated");
  }

  private static ObjectNode usage(SimulatedAnswer answer) {
    ObjectNode usage =
        Json.object()
            .put("prompt_tokens", answer.inputTokens())
            .put("completion_tokens", answer.outputTokens())
            .put("total_tokens", answer.inputTokens() + answer.outputTokens());
    usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
    return usage;
  }
}
