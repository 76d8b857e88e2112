// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Json;
import io.ratchet.routing.PromptReference;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a part of this process asks a prompt, where others send a chat request.
 *
 * @param id of the call that answers it; null leaves that to us
 * @param more what the provider gets besides the prompt: further messages and parameters
 * @param unit who is served, for sticky routes
 * @param attributes that segment rules look at
 * @param model that a prompt without one of its own is served by
 * @param tags kept with the call
 * @param simulate wishes that only the simulated provider grants
 * @param headers of the request behind it, by lower-case name
 */
public record Question(
    @Nullable String id,
    PromptReference prompt,
    ObjectNode variables,
    ObjectNode more,
    String unit,
    ObjectNode attributes,
    @Nullable String model,
    Map<String, String> tags,
    ObjectNode simulate,
    Map<String, String> headers) {

  public Question {
    tags = Map.copyOf(tags);
    headers = Map.copyOf(headers);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The chat request that asks the same. */
  byte[] body() {
    String selector = prompt.selector();
    ObjectNode body =
        more.deepCopy()
            .put(
                "model",
                ChatRequest.PROMPT + prompt.name() + (selector == null ? "" : "@" + selector));
    ObjectNode ratchet = body.putObject(ChatRequest.OWN);
    ratchet.set("variables", variables);
    ratchet.set("attributes", attributes);
    ratchet.put("unit", unit).put("model", model);
    if (!simulate.isEmpty()) {
      ratchet.set("simulate", simulate);
    }
    ObjectNode tagged = ratchet.putObject("tags");
    tags.forEach(tagged::put);
    return Json.bytes(body);
  }
}
