// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat request, read as far as routing and accounting need it.
 *
 * @param body as it was sent
 * @param model as it was sent, prefix included
 * @param wantsUsage whether the caller itself asked for usage figures at the end of a stream
 * @param user what the request says of its end user, in OpenAI's own fields
 */
record ChatRequest(
    JsonBody body,
    String model,
    boolean stream,
    boolean wantsUsage,
    Options options,
    @Nullable String user) {
  static final String PROMPT = "prompt:";

  /** The member that is for us and never goes to a provider. */
  static final String OWN = "ratchet";

  private static final int MODEL_LENGTH = 256;

  static ChatRequest read(byte[] bytes) {
    JsonBody body = JsonBody.read(bytes);
    String model = body.text("model");
    if (model == null || model.isBlank() || model.length() > MODEL_LENGTH) {
      throw Failure.invalid(
          List.of(
              Problem.of(
                  "model",
                  "must be the name of a model",
                  body.has("model") ? body.raw("model") : null)),
          "send provider/model, prompt:NAME, or a model of the default provider");
    }
    String user = body.text("user");
    return new ChatRequest(
        body,
        model,
        body.isTrue("stream"),
        includesUsage(body),
        Options.read(body, model.startsWith(PROMPT)),
        user == null ? body.text("safety_identifier") : user);
  }

  private static boolean includesUsage(JsonBody body) {
    JsonNode options = body.value("stream_options");
    return options != null && options.path("include_usage").asBoolean(false);
  }

  /** Who is served: as the request says, else the call itself. */
  String unit(String callId) {
    String unit = options.unit() == null ? user : options.unit();
    return unit == null || unit.isEmpty() ? callId : unit;
  }

  /** What every request loses and gains on its way to a provider. */
  JsonBody.Edit edit(String providerModel) {
    JsonBody.Edit edit = body.edit().remove(OWN);
    if (!providerModel.equals(model)) {
      edit.put("model", Json.mapper().writeValueAsString(providerModel));
    }
    if (stream && !wantsUsage) {
      ObjectNode asked =
          body.value("stream_options") instanceof ObjectNode sent ? sent : Json.object();
      edit.put("stream_options", Json.text(asked.put("include_usage", true)));
    }
    return edit;
  }
}
