// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of deliveries. */
final class DeliveryStore {
  private DeliveryStore() {}

  /** Adds a delivery, unless its webhook is gone or it is there. */
  static void insert(Handle handle, Delivery delivery) {
    handle
        .createUpdate(
            """
            INSERT INTO webhook_delivery (id, webhook, sequence, event, payload, status, attempts,
                                          created_at, next_attempt_at)
            SELECT :id, id, :sequence, :event, :payload, 'PENDING', 0, :now, :now
            FROM webhook WHERE id = :webhook
            ON CONFLICT (webhook, sequence, event) DO NOTHING
            """)
        .bind("id", delivery.id())
        .bind("webhook", delivery.webhook())
        .bind("sequence", delivery.sequence())
        .bind("event", delivery.event())
        .bind("payload", delivery.payload())
        .bind("now", delivery.createdAt().toEpochMilli())
        .execute();
  }

  /**
   * The first delivery in the order of the journal, those left out that failed so often that they
   * hold up nobody and may not be sent yet.
   */
  static Optional<Delivery> next(Handle handle, String webhook, long now) {
    return handle
        .createQuery(
            """
            SELECT * FROM webhook_delivery
            WHERE webhook = :webhook AND status = 'PENDING'
              AND (attempts < :keeping OR next_attempt_at <= :now)
            ORDER BY sequence, event LIMIT 1
            """)
        .bind("webhook", webhook)
        .bind("keeping", WebhookLimits.KEEPING_ORDER)
        .bind("now", now)
        .map((row, _) -> delivery(row))
        .findFirst();
  }

  /** When any delivery of a webhook may be sent; the end of time where none is pending. */
  static long nextAt(Handle handle, String webhook) {
    return handle
        .createQuery(
            """
            SELECT COALESCE(MIN(next_attempt_at), :never) FROM webhook_delivery
            WHERE webhook = :webhook AND status = 'PENDING'
            """)
        .bind("webhook", webhook)
        .bind("never", Long.MAX_VALUE)
        .mapTo(Long.class)
        .one();
  }

  /** Writes what came of an attempt, once: not where somebody else wrote that of the same. */
  static void settle(
      Handle handle, Delivery sent, Delivery.Status status, long nextAt, Delivery.Last last) {
    handle
        .createUpdate(
            """
            UPDATE webhook_delivery SET status = :status, attempts = attempts + 1,
                   next_attempt_at = :nextAt, last_attempt_at = :time,
                   response_status = :response, response_body = :body, error = :error
            WHERE id = :id AND status = 'PENDING' AND attempts = :attempts
            """)
        .bind("id", sent.id())
        .bind("attempts", sent.attempts())
        .bind("status", status.name())
        .bind("nextAt", nextAt)
        .bind("time", last.time().toEpochMilli())
        .bind("response", last.status())
        .bind("body", last.body())
        .bind("error", last.error())
        .execute();
  }

  /** Lets a delivery begin anew. */
  static void renew(Handle handle, String id, long now) {
    handle
        .createUpdate(
            """
            UPDATE webhook_delivery SET status = 'PENDING', attempts = 0, next_attempt_at = :now
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("now", now)
        .execute();
  }

  static Optional<Delivery> find(Handle handle, String webhook, String id) {
    return handle
        .createQuery("SELECT * FROM webhook_delivery WHERE id = :id AND webhook = :webhook")
        .bind("id", id)
        .bind("webhook", webhook)
        .map((row, _) -> delivery(row))
        .findOne();
  }

  /** The newest first, before an id. */
  static List<Delivery> list(
      Handle handle,
      String webhook,
      Delivery.@Nullable Status status,
      @Nullable String before,
      int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM webhook_delivery
            WHERE webhook = :webhook AND (:status = '' OR status = :status)
              AND (:before = '' OR id < :before)
            ORDER BY id DESC LIMIT :limit
            """)
        .bind("webhook", webhook)
        .bind("status", status == null ? "" : status.name())
        .bind("before", before == null ? "" : before)
        .bind("limit", limit)
        .map((row, _) -> delivery(row))
        .list();
  }

  /** Deletes those that were over before a moment. */
  static int sweep(Handle handle, long before) {
    return handle
        .createUpdate(
            "DELETE FROM webhook_delivery WHERE created_at < :before AND status <> 'PENDING'")
        .bind("before", before)
        .execute();
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    long lastAt = row.getLong("last_attempt_at");
    Delivery.Last last =
        row.wasNull()
            ? null
            : new Delivery.Last(
                Instant.ofEpochMilli(lastAt),
                number(row, "response_status"),
                row.getString("response_body"),
                row.getString("error"));
    return new Delivery(
        row.getString("id"),
        row.getString("webhook"),
        row.getLong("sequence"),
        row.getString("event"),
        row.getString("payload"),
        Delivery.Status.valueOf(row.getString("status")),
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("next_attempt_at")),
        last);
  }

  private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : (Integer) value;
  }
}
