// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.base.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Somebody who is told.
 *
 * @param description empty where there is none
 * @param sealed the secret that its deliveries are signed with; null where they are not
 * @param since position of the journal behind which its events begin
 */
record Webhook(
    String id,
    String name,
    String description,
    String url,
    List<Event> events,
    Status status,
    Secrets.@Nullable Sealed sealed,
    long since,
    Instant createdAt,
    Instant changedAt) {
  Webhook {
    events = List.copyOf(events);
  }

  /** Whether it is told at the moment. */
  enum Status {
    ACTIVE,
    DISABLED
  }

  /** As MLflow shows it: everything but the secret. */
  ObjectNode json() {
    ObjectNode json = Json.object().put("webhook_id", id).put("name", name);
    if (!description.isEmpty()) {
      json.put("description", description);
    }
    json.put("url", url);
    ArrayNode list = json.putArray("events");
    events.forEach(event -> list.add(event.json()));
    return json.put("status", status.name())
        .put("creation_timestamp", createdAt.toEpochMilli())
        .put("last_updated_timestamp", changedAt.toEpochMilli());
  }
}
