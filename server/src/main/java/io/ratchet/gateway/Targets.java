// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.registry.PromptVersion;
import io.ratchet.routing.PromptReference;
import io.ratchet.routing.Resolution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a request's {@code model} names. {@code prompt:NAME} is what the route says for the
 * request's unit, {@code prompt:NAME@SELECTOR} is pinned; anything else is a provider's model.
 */
final class Targets {
  private final Providers providers;
  private final PromptSource prompts;
  private final @Nullable String promptModel;

  Targets(Providers providers, PromptSource prompts, @Nullable String promptModel) {
    this.providers = providers;
    this.prompts = prompts;
    this.promptModel = promptModel;
  }

  /**
   * Resolves a request.
   *
   * @throws Failure MISSING for a prompt, version or alias that nobody knows; INVALID for a name
   *     that cannot be one
   */
  Target resolve(ChatRequest chat, String callId) {
    if (!PromptReference.isOne(chat.model())) {
      chat.options().checkPlain(chat.model());
      return new Target(providers.served(chat.model()), null);
    }
    PromptReference reference = PromptReference.parse(chat.model());
    Resolution<PromptVersion> resolution =
        prompts.resolve(reference, chat.unit(callId), Json.map(chat.options().attributes()));
    PromptVersion version = resolution.version();
    Target target = new Target(providers.served(model(version, chat)), resolution);
    prompts.use(version);
    return target;
  }

  /** The version's model, else the request's, else the configured one, else the provider's own. */
  private @Nullable String model(PromptVersion version, ChatRequest chat) {
    String asked = chat.options().model();
    String model = version.model() != null ? version.model() : asked != null ? asked : promptModel;
    if (model != null && (model.isBlank() || PromptReference.isOne(model))) {
      throw Failure.invalid(
          List.of(Problem.of("ratchet.model", "must be a provider's model", model)),
          "name a model such as openai/gpt-4o");
    }
    return model;
  }
}
