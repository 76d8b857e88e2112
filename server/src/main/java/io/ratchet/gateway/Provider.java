// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundFault;
import java.time.Duration;
import java.util.List;

/**
 * Somebody who answers chat requests in OpenAI's shape. It makes one attempt and tells what came of
 * it; retries, limits and records are not its concern.
 */
public interface Provider extends AutoCloseable {
  /** The prefix of its models: {@code openai/gpt-4o}. */
  String name();

  ProviderLimits limits();

  /** Names for the list of models; others are served as well. */
  List<String> models();

  /** The model that serves a prompt which asks for none; empty where there is no such thing. */
  default String defaultModel() {
    return models().isEmpty() ? "" : models().getFirst();
  }

  /** Sends a request; the answer has OpenAI's shape, errors included. */
  Outbound.Reply send(ProviderCall call, Duration deadline) throws OutboundFault;

  @Override
  void close();
}
