// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.http.OutboundConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one provider is reached and how much it is asked for.
 *
 * @param baseUrl up to and including {@code /v1}; null for the simulated provider
 * @param apiKey sent as a bearer token; null for servers that ask for none
 * @param timeout longest silence: before an answer begins, and between its bytes
 * @param deadline for a whole call, all its attempts and the end of its stream included
 * @param retries how often a failed attempt is repeated at most
 * @param maxConcurrent calls that run at once
 * @param maxQueued calls that wait for one of those to end; any more are refused
 * @param models shown in the list of models; others are served as well
 */
public record ProviderConfig(
    String name,
    Kind kind,
    @Nullable URI baseUrl,
    @Nullable String apiKey,
    Duration timeout,
    Duration deadline,
    Duration connectTimeout,
    int retries,
    int maxConcurrent,
    int maxQueued,
    List<String> models) {

  /** Who answers. */
  public enum Kind {
    /** A server that speaks OpenAI's protocol. */
    OPENAI,
    /** Nobody: the answers are made up here. */
    SIMULATED
  }

  public static final Duration TIMEOUT = Duration.ofMinutes(2);
  public static final Duration DEADLINE = Duration.ofMinutes(30);
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  public static final int RETRIES = 2;
  public static final int MAX_CONCURRENT = 512;

  public ProviderConfig {
    models = List.copyOf(models);
  }

  /** With the limits that hold where none are configured. */
  public static ProviderConfig openAi(String name, URI baseUrl, @Nullable String apiKey) {
    return new ProviderConfig(
        name,
        Kind.OPENAI,
        baseUrl,
        apiKey,
        TIMEOUT,
        DEADLINE,
        CONNECT_TIMEOUT,
        RETRIES,
        MAX_CONCURRENT,
        MAX_CONCURRENT,
        List.of());
  }

  public static ProviderConfig simulated(String name) {
    return simulated(name, List.of());
  }

  /** A simulated provider that goes by these model names; none means its usual ones. */
  public static ProviderConfig simulated(String name, List<String> models) {
    return new ProviderConfig(
        name,
        Kind.SIMULATED,
        null,
        null,
        TIMEOUT,
        DEADLINE,
        CONNECT_TIMEOUT,
        RETRIES,
        MAX_CONCURRENT,
        MAX_CONCURRENT,
        models);
  }

  /** What the way out to this provider needs: a connection for every call that may run. */
  public OutboundConfig outbound() {
    return OutboundConfig.of(connectTimeout, timeout, maxConcurrent);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "ProviderConfig[" + name + ", " + kind + ", " + baseUrl + "]";
  }
}
