// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.base.Json;
import io.ratchet.call.Call;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.RenderedPrompt;
import io.ratchet.registry.Semver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the input of a recorded call: what of its request is not the version's that served it. The
 * gateway records the variables and how many messages are the prompt's in {@code ratchet}; services
 * that record calls of their own may send {@code ratchet.variables} too.
 */
final class InputPolicy {
  /** Members of a request that belong to the way it went, not to what was asked. */
  private static final Set<String> NOT_ASKED =
      Set.of("model", "messages", "stream", "stream_options", "metadata", "ratchet");

  private final Function<Semver, Optional<PromptVersion>> versions;
  private final List<PromptVersion> asked;

  /**
   * For one replay.
   *
   * @param versions of the prompt, as far as they can be read
   * @param asked those that shall answer
   */
  InputPolicy(Function<Semver, Optional<PromptVersion>> versions, List<PromptVersion> asked) {
    this.versions = versions;
    this.asked = List.copyOf(asked);
  }

  Found find(Call call) {
    JsonNode request = call.bodies().request();
    if (request == null) {
      return new Found.Nothing(Skip.NO_REQUEST_BODY);
    }
    JsonNode own = request.path("ratchet");
    if (!(own.path("variables") instanceof ObjectNode variables)) {
      return new Found.Nothing(Skip.NO_VARIABLES);
    }
    Map<String, @Nullable Object> values = Json.map(variables);
    for (PromptVersion version : asked) {
      if (version.render(values) instanceof RenderedPrompt.Problems) {
        return new Found.Nothing(Skip.MISSING_VARIABLES);
      }
    }
    JsonNode prompts = own.path("prompt_messages");
    if (!prompts.isInt()) {
      return new Found.Input(variables, Json.object(), model(call));
    }
    PromptVersion served = served(call).orElse(null);
    return served == null
        ? new Found.Nothing(Skip.UNKNOWN_VERSION)
        : new Found.Input(variables, more(request, prompts.intValue(), served), model(call));
  }

  private Optional<PromptVersion> served(Call call) {
    Call.Subject subject = call.subject();
    return subject == null ? Optional.empty() : Semver.find(subject.version()).flatMap(versions);
  }

  private static ObjectNode more(JsonNode request, int prompts, PromptVersion served) {
    ObjectNode more = Json.object();
    JsonNode messages = request.path("messages");
    if (prompts >= 0 && messages.size() > prompts) {
      ArrayNode rest = more.putArray("messages");
      for (int i = prompts; i < messages.size(); i++) {
        rest.add(messages.path(i));
      }
    }
    for (Map.Entry<String, JsonNode> member : request.properties()) {
      boolean ofVersion = member.getValue().equals(served.parameters().get(member.getKey()));
      if (!ofVersion && !NOT_ASKED.contains(member.getKey())) {
        more.set(member.getKey(), member.getValue());
      }
    }
    return more;
  }

  private static @Nullable String model(Call call) {
    return call.provider() == null || call.model() == null
        ? null
        : call.provider() + "/" + call.model();
  }
}
