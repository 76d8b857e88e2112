// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundFault;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server that speaks OpenAI's protocol: OpenAI itself and everything compatible. */
public final class OpenAiProvider implements Provider {
  private final ProviderConfig config;
  private final Outbound outbound;
  private final URI completions;

  /** Takes the outbound over and closes it. */
  public OpenAiProvider(ProviderConfig config, Outbound outbound) {
    if (config.baseUrl() == null) {
      throw new IllegalArgumentException("provider " + config.name() + " has no base URL");
    }
    this.config = config;
    this.outbound = outbound;
    String base = config.baseUrl().toString();
    this.completions = URI.create(base + (base.endsWith("/") ? "" : "/") + "chat/completions");
  }

  @Override
  public ProviderConfig config() {
    return config;
  }

  @Override
  public List<String> models() {
    return config.models();
  }

  @Override
  public Outbound.Reply send(ProviderCall call, Duration deadline) throws OutboundFault {
    Map<String, String> headers = new HashMap<>(call.headers());
    headers.put("content-type", "application/json");
    headers.put("accept", call.stream() ? "text/event-stream" : "application/json");
    headers.put("accept-encoding", "identity");
    if (config.apiKey() != null) {
      headers.put("authorization", "Bearer " + config.apiKey());
    }
    return outbound.send(new Outbound.Message("POST", completions, headers, call.body()), deadline);
  }

  @Override
  public void close() {
    outbound.close();
  }
}
