// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.config.ProviderConfig;
import io.ratchet.config.Secret;
import io.ratchet.http.ApacheOutbound;
import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundConfig;
import io.ratchet.http.OutboundFault;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server that speaks OpenAI's protocol: OpenAI itself and everything compatible. */
public final class OpenAiProvider implements Provider {
  private final ProviderConfig.OpenAi config;
  private final ProviderLimits limits;
  private final Outbound outbound;
  private final URI completions;

  private OpenAiProvider(ProviderConfig.OpenAi config, Duration deadline, Outbound outbound) {
    this.config = config;
    this.limits =
        new ProviderLimits(
            config.timeout(),
            deadline,
            config.retries(),
            config.maxConcurrent(),
            config.maxQueued());
    this.outbound = outbound;
    this.completions = URI.create(config.baseUrl() + "/chat/completions");
  }

  /**
   * With a connection for every call that may run.
   *
   * @param deadline for a whole call
   */
  public static OpenAiProvider open(ProviderConfig.OpenAi config, Duration deadline) {
    OutboundConfig way =
        OutboundConfig.of(config.connectTimeout(), config.timeout(), config.maxConcurrent());
    return new OpenAiProvider(config, deadline, new ApacheOutbound(way));
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public ProviderLimits limits() {
    return limits;
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
    Secret key = config.apiKey();
    if (key != null) {
      headers.put("authorization", "Bearer " + key.value());
    }
    return outbound.send(new Outbound.Message("POST", completions, headers, call.body()), deadline);
  }

  @Override
  public void close() {
    outbound.close();
  }
}
