// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Json;
import io.ratchet.gateway.Provider;
import io.ratchet.gateway.ProviderCall;
import io.ratchet.gateway.ProviderLimits;
import io.ratchet.http.Outbound;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers with what a test puts in, in this order, and remembers what it was asked. */
final class ScriptedProvider implements Provider {
  private final Deque<Scripted> script = new ArrayDeque<>();
  private final List<JsonNode> asked = new ArrayList<>();
  private Runnable whileAnswering = () -> {};

  private record Scripted(int status, JsonNode json) implements Outbound.Reply {
    @Override
    public Map<String, String> headers() {
      return Map.of("content-type", "application/json");
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(Json.bytes(json));
    }

    @Override
    public void close() {}

    @Override
    public void abort() {}
  }

  /** The next answer says this. */
  ScriptedProvider says(String content) {
    ObjectNode completion = Json.object().put("model", "scripted-1");
    completion
        .putArray("choices")
        .addObject()
        .put("finish_reason", "stop")
        .putObject("message")
        .put("role", "assistant")
        .put("content", content);
    completion.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 20);
    script.add(new Scripted(200, completion));
    return this;
  }

  /** The next answer is an error. */
  ScriptedProvider fails(int status, String message) {
    ObjectNode error = Json.object();
    error.putObject("error").put("message", message).put("type", "server_error");
    script.add(new Scripted(status, error));
    return this;
  }

  /** What happens while the next answers are under way. */
  void meanwhile(Runnable action) {
    whileAnswering = action;
  }

  /** The text that the last request ended with. */
  String lastText() {
    return asked.getLast().path("messages").values().stream()
        .toList()
        .getLast()
        .path("content")
        .stringValue();
  }

  int count() {
    return asked.size();
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public ProviderLimits limits() {
    return new ProviderLimits(Duration.ofSeconds(30), Duration.ofSeconds(60), 0, 8, 8);
  }

  @Override
  public List<String> models() {
    return List.of("scripted-1");
  }

  @Override
  public Outbound.Reply send(ProviderCall call, Duration deadline) {
    asked.add(Json.read(call.body()));
    whileAnswering.run();
    return script.remove();
  }

  @Override
  public void close() {}
}
