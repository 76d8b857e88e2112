// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Json;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What has gone by in a stream of chat chunks: the answer put together, its usage and its end. The
 * text is kept up to a limit, its length is counted to the end.
 */
final class StreamTally {

  /** What to do with an event. */
  sealed interface Step {
    /** Goes on to the caller as it came. */
    record Forward() implements Step {}

    /** Goes on without a null {@code error}, which some clients take for an error. */
    record Rewritten(byte[] data) implements Step {}

    /** Stays here: the usage that we asked for and the caller did not. */
    record Hidden() implements Step {}

    /** The end. */
    record Done() implements Step {}

    /** The provider reports an error of its own. */
    record Failed(ObjectNode envelope) implements Step {}

    /** Not what the protocol says. */
    record Malformed(String what) implements Step {}
  }

  private static final int MAX_CHOICES = 128;
  private static final int MAX_TOOL_CALLS = 1024;
  private static final Step FORWARD = new Step.Forward();
  private static final Step HIDDEN = new Step.Hidden();
  private static final Step DONE = new Step.Done();

  private final boolean showsUsage;
  private final int maxCharacters;
  private final Map<Integer, Choice> choices = new TreeMap<>();
  private @Nullable JsonNode head;
  private @Nullable JsonNode usage;
  private int kept;
  private long characters;

  StreamTally(boolean showsUsage, int maxCharacters) {
    this.showsUsage = showsUsage;
    this.maxCharacters = maxCharacters;
  }

  Step take(SseEvents.Event event) {
    byte[] data = event.data();
    if (data == null) {
      return FORWARD;
    }
    if (event.isDone()) {
      return DONE;
    }
    return UpstreamJson.read(data) instanceof ObjectNode chunk
        ? take(chunk)
        : new Step.Malformed("an event that is no JSON object");
  }

  private Step take(ObjectNode chunk) {
    JsonNode error = chunk.get("error");
    if (error != null && !error.isNull()) {
      return new Step.Failed(chunk);
    }
    if (head == null) {
      head = chunk;
    }
    JsonNode reported = chunk.get("usage");
    if (reported != null && reported.isObject()) {
      usage = reported;
    }
    JsonNode parts = chunk.path("choices");
    for (JsonNode part : parts.values()) {
      int index = part.path("index").asInt(0);
      if (choices.size() < MAX_CHOICES || choices.containsKey(index)) {
        choices.computeIfAbsent(index, _ -> new Choice()).add(part);
      }
    }
    if (!showsUsage && reported != null && reported.isObject() && parts.isEmpty()) {
      return HIDDEN;
    }
    if (error != null) {
      chunk.remove("error");
      return new Step.Rewritten(Json.bytes(chunk));
    }
    return FORWARD;
  }

  /** The error envelope that an event holds, or null. */
  static @Nullable ObjectNode error(SseEvents.Event event) {
    StreamTally fresh = new StreamTally(true, 0);
    return fresh.take(event) instanceof Step.Failed failed ? failed.envelope() : null;
  }

  /** Whether any generated text, tool call or reasoning has come. */
  boolean hasContent() {
    return characters > 0;
  }

  /** Whether every choice that began has told its reason to finish. */
  boolean isFinished() {
    return !choices.isEmpty()
        && choices.values().stream().allMatch(choice -> choice.finishReason != null);
  }

  /** What the provider reported last, or null. */
  @Nullable Usage usage() {
    return usage == null ? null : Usage.read(usage);
  }

  long characters() {
    return characters;
  }

  /** Whether nothing of the text was left out. */
  boolean isWhole() {
    return kept < maxCharacters;
  }

  /** The answer as it would have come without streaming, as far as it came; null if nothing did. */
  @Nullable ObjectNode completion() {
    if (head == null) {
      return null;
    }
    ObjectNode completion = Json.object();
    for (String name : new String[] {"id", "created", "model", "system_fingerprint"}) {
      if (head.has(name)) {
        completion.set(name, head.get(name));
      }
    }
    completion.put("object", "chat.completion");
    ArrayNode list = completion.putArray("choices");
    choices.forEach((index, choice) -> list.add(choice.json(index)));
    if (usage != null) {
      completion.set("usage", usage);
    }
    return completion;
  }

  /** One of the answers that a stream carries side by side. */
  private final class Choice {
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final Map<Integer, ToolCall> toolCalls = new TreeMap<>();
    private @Nullable String finishReason;

    void add(JsonNode part) {
      JsonNode delta = part.path("delta");
      keep(content, delta.path("content"));
      keep(refusal, delta.path("refusal"));
      characters += delta.path("reasoning_content").asString("").length();
      for (JsonNode call : delta.path("tool_calls").values()) {
        int index = call.path("index").asInt(0);
        if (toolCalls.size() < MAX_TOOL_CALLS || toolCalls.containsKey(index)) {
          add(toolCalls.computeIfAbsent(index, _ -> new ToolCall()), call);
        }
      }
      JsonNode reason = part.path("finish_reason");
      if (reason.isString()) {
        finishReason = reason.stringValue();
      }
    }

    private void add(ToolCall known, JsonNode call) {
      known.id = call.path("id").asString(known.id);
      JsonNode function = call.path("function");
      keep(known.name, function.path("name"));
      keep(known.arguments, function.path("arguments"));
    }

    private void keep(StringBuilder into, JsonNode text) {
      if (text.isString()) {
        String piece = text.stringValue();
        characters += piece.length();
        int room = Math.min(piece.length(), maxCharacters - kept);
        into.append(piece, 0, room);
        kept += room;
      }
    }

    ObjectNode json(int index) {
      ObjectNode choice = Json.object().put("index", index);
      ObjectNode message = choice.putObject("message").put("role", "assistant");
      boolean silent = content.isEmpty() && !toolCalls.isEmpty();
      message.put("content", silent ? null : content.toString());
      if (!refusal.isEmpty()) {
        message.put("refusal", refusal.toString());
      }
      if (!toolCalls.isEmpty()) {
        ArrayNode calls = message.putArray("tool_calls");
        toolCalls.values().forEach(call -> calls.add(call.json()));
      }
      return choice.put("finish_reason", finishReason);
    }
  }

  private static final class ToolCall {
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private String id = "";

    ObjectNode json() {
      ObjectNode call = Json.object().put("id", id).put("type", "function");
      call.putObject("function")
          .put("name", name.toString())
          .put("arguments", arguments.toString());
      return call;
    }
  }
}
