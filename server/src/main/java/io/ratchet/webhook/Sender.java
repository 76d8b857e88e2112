// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundFault;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends one body to one webhook, once. */
final class Sender {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
  private static final int REDIRECTION = 3;

  private final Outbound outbound;
  private final Secrets secrets;
  private final WebhookLimits limits;
  private final InstantSource time;

  /**
   * Nothing is sent yet.
   *
   * @param outbound refuses addresses that may not be sent to
   */
  Sender(Outbound outbound, Secrets secrets, WebhookLimits limits, InstantSource time) {
    this.outbound = outbound;
    this.secrets = secrets;
    this.limits = limits;
    this.time = time;
  }

  /**
   * What came of it.
   *
   * @param retryAfter what the answer asks to wait; null where it does not
   */
  record Sent(Delivery.Last last, @Nullable Duration retryAfter) {}

  Sent send(Webhook webhook, String deliveryId, String payload) {
    try {
      URI uri = Destination.check(webhook.url(), limits.allowPrivate());
      return send(
          new Outbound.Message("POST", uri, headers(webhook, deliveryId, payload), bytes(payload)));
    } catch (Failure e) {
      return failed(e.message());
    }
  }

  private static byte[] bytes(String payload) {
    return payload.getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, String> headers(Webhook webhook, String deliveryId, String payload) {
    long timestamp = time.instant().getEpochSecond();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json");
    headers.put("X-MLflow-Delivery-Id", deliveryId);
    headers.put("X-MLflow-Timestamp", Long.toString(timestamp));
    if (webhook.sealed() != null) {
      String secret = secrets.open(webhook.id(), webhook.sealed());
      headers.put("X-MLflow-Signature", Signature.of(secret, deliveryId, timestamp, payload));
    }
    return headers;
  }

  private Sent send(Outbound.Message message) {
    try (Outbound.Reply reply = outbound.send(message, limits.timeout())) {
      String body = beginning(reply);
      int status = reply.status();
      String error =
          status / 100 == 2
              ? null
              : status / 100 == REDIRECTION
                  ? "it answered with status " + status + ", and redirects are not followed"
                  : "it answered with status " + status;
      return new Sent(
          new Delivery.Last(time.instant(), status, body, error),
          reply.header("retry-after").flatMap(Sender::seconds).orElse(null));
    } catch (OutboundFault e) {
      return failed(Optional.ofNullable(e.getMessage()).orElse(e.kind().name()));
    }
  }

  private Sent failed(String why) {
    return new Sent(new Delivery.Last(time.instant(), null, null, Problem.shorten(why)), null);
  }

  private static Optional<Duration> seconds(String retryAfter) {
    return Optional.of(retryAfter.strip())
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** As much of an answer as is kept; the rest is not waited for. */
  private static String beginning(Outbound.Reply reply) {
    byte[] bytes;
    try {
      bytes = reply.body().readNBytes(WebhookLimits.KEPT_ANSWER + 1);
    } catch (IOException e) {
      return ""; // it said what it did with the delivery before its body broke off
    }
    if (bytes.length > WebhookLimits.KEPT_ANSWER) {
      reply.abort();
    }
    int length = Math.min(bytes.length, WebhookLimits.KEPT_ANSWER);
    return new String(bytes, 0, length, StandardCharsets.UTF_8).replace('\0', ' ');
  }
}
