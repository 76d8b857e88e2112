// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundFault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a server elsewhere to train. It answers at once, registers the version when it is done, and
 * says so with {@code POST /api/retraining/runs/{id}/complete}.
 */
final class WebhookTrainer {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Outbound outbound;

  WebhookTrainer(Outbound outbound) {
    this.outbound = outbound;
  }

  void ask(URI url, ObjectNode request) {
    Outbound.Message message =
        new Outbound.Message(
            "POST", url, Map.of("content-type", "application/json"), Json.bytes(request));
    try (Outbound.Reply reply = outbound.send(message, DEADLINE)) {
      if (reply.status() / 100 != 2) {
        throw Failure.unavailable(
            "the webhook %s answered with status %d".formatted(url, reply.status()),
            "it has to answer 2xx when it has taken the job",
            null);
      }
    } catch (OutboundFault e) {
      throw Failure.unavailable(
          "the webhook " + url + " cannot be asked: " + e.getMessage(), "check the URL", e);
    }
  }
}
