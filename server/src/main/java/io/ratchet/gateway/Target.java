// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.call.Call;
import io.ratchet.http.Answer;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.RenderedPrompt;
import io.ratchet.routing.Owner;
import io.ratchet.routing.Resolution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request asks for, resolved: who serves it under which name, and, where it names a prompt,
 * which version.
 *
 * @param resolution null for a request that is passed through
 */
record Target(Providers.Served served, @Nullable Resolution<PromptVersion> resolution) {
  /** Headers of the caller that go on to the provider; its credentials are not among them. */
  private static final List<String> FORWARDED =
      List.of("traceparent", "tracestate", "idempotency-key", "openai-beta");

  private @Nullable PromptVersion version() {
    return resolution == null ? null : resolution.version();
  }

  Call.@Nullable Subject subject() {
    PromptVersion version = version();
    return version == null
        ? null
        : new Call.Subject(Prompts.KIND, version.name(), version.version().toString());
  }

  @Nullable String variant() {
    return resolution == null ? null : resolution.variant();
  }

  /** The experiment that decided, where one did; who pins a version takes part in none. */
  @Nullable String experiment() {
    return resolution != null
            && resolution.variant() != null
            && resolution.route().owner() instanceof Owner.Experiment experiment
        ? experiment.id()
        : null;
  }

  /** The caller's tags, and a mark where the wanted version could not be read. */
  Map<String, String> tags(ChatRequest chat) {
    if (resolution == null || !resolution.fellBack()) {
      return chat.options().tags();
    }
    Map<String, String> tags = new HashMap<>(chat.options().tags());
    tags.put("fell_back", "true");
    return tags;
  }

  @Nullable JsonNode outputSchema() {
    PromptVersion version = version();
    return version == null ? null : version.outputSchema();
  }

  /**
   * The request as the provider gets it. For a prompt the rendered messages come before the
   * request's own, and the version's parameters fill in what the request leaves open.
   *
   * @throws Failure INVALID where variables are missing or of the wrong type
   */
  byte[] body(ChatRequest chat) {
    JsonBody.Edit edit = chat.edit(served.model());
    PromptVersion version = version();
    if (version != null) {
      edit.put("messages", Json.text(messages(version, chat)));
      for (Map.Entry<String, JsonNode> parameter : version.parameters().properties()) {
        if (!chat.body().has(parameter.getKey())) {
          edit.put(parameter.getKey(), Json.text(parameter.getValue()));
        }
      }
      if (chat.body().value("metadata") instanceof ObjectNode metadata) {
        ObjectNode rest = Options.remaining(metadata);
        if (rest == null) {
          edit.remove("metadata");
        } else if (rest.size() < metadata.size()) {
          edit.put("metadata", Json.text(rest));
        }
      }
    }
    return edit.bytes();
  }

  /**
   * What a recorded request says of the prompt behind it: {@code variables}, and how many of its
   * first messages are the prompt's, so that another version can be asked the same. Null for a
   * request that is passed through.
   */
  @Nullable ObjectNode rendered(ChatRequest chat) {
    PromptVersion version = version();
    if (version == null) {
      return null;
    }
    ObjectNode rendered = Json.object().put("prompt_messages", version.messages().size());
    rendered.set("variables", chat.options().variables());
    return rendered;
  }

  private static ArrayNode messages(PromptVersion version, ChatRequest chat) {
    ArrayNode messages = Json.array();
    switch (version.render(Json.map(chat.options().variables()))) {
      case RenderedPrompt.Messages rendered ->
          rendered
              .messages()
              .forEach(text ->
                  messages
                      .addObject()
                      .put("role", text.role().label())
                      .put("content", text.content()));
      case RenderedPrompt.Problems problems ->
          throw Failure.invalid(
              problems.problems().stream()
                  .map(p -> Problem.of("ratchet.variables." + p.variable(), p.message(), null))
                  .toList(),
              "send every variable of %s %s in ratchet.variables"
                  .formatted(version.name(), version.version()));
    }
    JsonNode own = chat.body().value("messages");
    if (own != null && !own.isArray()) {
      throw Failure.invalid(
          List.of(Problem.of("messages", "must be an array", own)),
          "send messages to follow the prompt's, or leave them out");
    }
    if (own != null) {
      own.values().forEach(messages::add);
    }
    return messages;
  }

  ProviderCall call(byte[] body, ChatRequest chat, Headers sent) {
    Map<String, String> headers = new HashMap<>();
    for (String name : FORWARDED) {
      sent.find(name).ifPresent(value -> headers.put(name, value));
    }
    PromptVersion version = version();
    return new ProviderCall(
        body,
        chat.stream(),
        served.model(),
        headers,
        version == null ? "" : version.name() + "@" + version.version(),
        outputSchema(),
        chat.options().simulation(),
        1);
  }

  /** Tells the caller which version answered. */
  Answer mark(Answer answer) {
    if (resolution == null) {
      return answer;
    }
    Answer marked =
        answer.withHeader("x-ratchet-version", resolution.version().version().toString());
    String variant = resolution.variant();
    return variant == null ? marked : marked.withHeader("x-ratchet-variant", variant);
  }
}
