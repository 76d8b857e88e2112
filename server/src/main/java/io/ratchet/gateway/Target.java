// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a request asks for, resolved: who serves it, under which name. */
record Target(Providers.Served served) {
  /** Headers of the caller that go on to the provider; its credentials are not among them. */
  private static final List<String> FORWARDED =
      List.of("traceparent", "tracestate", "idempotency-key", "openai-beta");

  ProviderCall call(byte[] body, ChatRequest chat, Request request) {
    Map<String, String> headers = new HashMap<>();
    for (String name : FORWARDED) {
      request.header(name).ifPresent(value -> headers.put(name, value));
    }
    return new ProviderCall(
        body, chat.stream(), served.model(), headers, "", null, chat.options().simulation(), 1);
  }

  /** Tells the caller which version answered. */
  Answer mark(Answer answer) {
    return answer;
  }
}
