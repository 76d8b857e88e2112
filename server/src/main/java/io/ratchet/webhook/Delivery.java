// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.base.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event on its way to one webhook.
 *
 * @param sequence position in the journal of what happened
 * @param event what it is, such as {@code prompt.created}
 * @param payload the body as it is sent and signed
 * @param attempts how often it was sent
 * @param nextAttemptAt when it may be sent next, while it is pending
 * @param last what came of the last attempt; null before it
 */
record Delivery(
    String id,
    String webhook,
    long sequence,
    String event,
    String payload,
    Status status,
    int attempts,
    Instant createdAt,
    Instant nextAttemptAt,
    @Nullable Last last) {

  /** Where it stands. */
  enum Status {
    PENDING,
    DELIVERED,
    /** It failed to the last attempt. */
    DEAD
  }

  /**
   * What came of an attempt.
   *
   * @param status of the answer; null where none came
   * @param body the beginning of the answer
   * @param error why it counts as failed; null where it does not
   */
  record Last(
      Instant time, @Nullable Integer status, @Nullable String body, @Nullable String error) {}

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("id", id)
            .put("webhook_id", webhook)
            .put("event", event)
            .put("sequence", sequence)
            .put("status", Event.lower(status))
            .put("attempts", attempts)
            .put("created_at", createdAt.toString())
            .put("next_attempt_at", status == Status.PENDING ? nextAttemptAt.toString() : null)
            .put("last_attempt_at", last == null ? null : last.time().toString())
            .put("response_status", last == null ? null : last.status())
            .put("response_body", last == null ? null : last.body())
            .put("error", last == null ? null : last.error());
    json.set("payload", Json.parse(payload));
    return json;
  }
}
