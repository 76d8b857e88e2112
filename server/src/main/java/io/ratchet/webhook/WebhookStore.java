// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of webhooks, of the leases on them, and of the cursor. */
final class WebhookStore {
  private static final String COLUMNS =
      "id, name, description, url, events, status, sealed, sealed_with, since, created_at,"
          + " changed_at";

  private WebhookStore() {}

  static void insert(Handle handle, Webhook webhook) {
    handle
        .createUpdate(
            """
            INSERT INTO webhook (id, name, description, url, events, status, sealed, sealed_with,
                                 since, created_at, changed_at, next_at, runner, leased_until)
            SELECT :id, :name, :description, :url, :events, :status, :sealed, :sealedWith,
                   sequence, :createdAt, :changedAt, :never, '', 0
            FROM journal_head WHERE id = 1
            """)
        .bindMap(values(webhook))
        .bind("createdAt", webhook.createdAt().toEpochMilli())
        .bind("never", Long.MAX_VALUE)
        .execute();
  }

  private static Map<String, @Nullable Object> values(Webhook webhook) {
    Secrets.Sealed sealed = webhook.sealed();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("id", webhook.id());
    values.put("name", webhook.name());
    values.put("description", webhook.description());
    values.put("url", webhook.url());
    values.put("events", Event.text(webhook.events()));
    values.put("status", webhook.status().name());
    values.put("sealed", sealed == null ? null : sealed.bytes());
    values.put("sealedWith", sealed == null ? "" : sealed.keyId());
    values.put("changedAt", webhook.changedAt().toEpochMilli());
    return values;
  }

  /** Writes what may change, and lets it be looked at: it may have been disabled until now. */
  static void update(Handle handle, Webhook webhook) {
    handle
        .createUpdate(
            """
            UPDATE webhook SET name = :name, description = :description, url = :url,
                   events = :events, status = :status, sealed = :sealed,
                   sealed_with = :sealedWith, changed_at = :changedAt, next_at = 0
            WHERE id = :id
            """)
        .bindMap(values(webhook))
        .execute();
  }

  static boolean delete(Handle handle, String id) {
    handle
        .createUpdate("DELETE FROM webhook_delivery WHERE webhook = :id")
        .bind("id", id)
        .execute();
    return handle.createUpdate("DELETE FROM webhook WHERE id = :id").bind("id", id).execute() == 1;
  }

  static int count(Handle handle) {
    return handle.createQuery("SELECT COUNT(*) FROM webhook").mapTo(Integer.class).one();
  }

  static Optional<Webhook> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM webhook WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> webhook(row))
        .findOne();
  }

  /** The newest of that name. */
  static Optional<Webhook> named(Handle handle, String name) {
    return handle
        .createQuery(
            "SELECT " + COLUMNS + " FROM webhook WHERE name = :name ORDER BY id DESC LIMIT 1")
        .bind("name", name)
        .map((row, _) -> webhook(row))
        .findFirst();
  }

  /** The newest first, before an id. */
  static List<Webhook> list(Handle handle, @Nullable String before, int limit) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM webhook WHERE (:before = '' OR id < :before) ORDER BY id DESC LIMIT :limit")
        .bind("before", before == null ? "" : before)
        .bind("limit", limit)
        .map((row, _) -> webhook(row))
        .list();
  }

  static List<Webhook> active(Handle handle) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM webhook WHERE status = 'ACTIVE' ORDER BY id")
        .map((row, _) -> webhook(row))
        .list();
  }

  /** How far the journal has been followed. */
  static long cursor(Handle handle) {
    return handle
        .createQuery("SELECT journal FROM webhook_cursor WHERE id = 1")
        .mapTo(Long.class)
        .one();
  }

  /** Moves the cursor, unless another process did; its row stays locked until the commit. */
  static boolean advance(Handle handle, long from, long to) {
    return handle
            .createUpdate(
                "UPDATE webhook_cursor SET journal = :to WHERE id = 1 AND journal = :from")
            .bind("from", from)
            .bind("to", to)
            .execute()
        == 1;
  }

  /** Those that there may be something to send to, the one that waits longest first. */
  static List<String> due(Handle handle, long now, String keyId, int limit) {
    return handle
        .createQuery(
            """
            SELECT id FROM webhook
            WHERE status = 'ACTIVE' AND next_at <= :now AND leased_until <= :now
              AND sealed_with IN ('', :keyId)
            ORDER BY next_at, id LIMIT :limit
            """)
        .bind("now", now)
        .bind("keyId", keyId)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /** Takes or keeps the right to send; empty where another process has it, or nobody should. */
  static Optional<Webhook> lease(Handle handle, String id, String runner, long now, long until) {
    return handle
        .createQuery(
            "UPDATE webhook SET runner = :runner, leased_until = :until"
                + " WHERE id = :id AND status = 'ACTIVE'"
                + " AND (runner = :runner OR leased_until <= :now) RETURNING "
                + COLUMNS)
        .bind("id", id)
        .bind("runner", runner)
        .bind("now", now)
        .bind("until", until)
        .map((row, _) -> webhook(row))
        .findOne();
  }

  /** Gives the right back and says when there is something to send again. */
  static void release(Handle handle, String id, String runner, long next) {
    handle
        .createUpdate(
            """
            UPDATE webhook SET runner = '', leased_until = 0, next_at = :next
            WHERE id = :id AND runner = :runner
            """)
        .bind("id", id)
        .bind("runner", runner)
        .bind("next", next)
        .execute();
  }

  /** Says that there is something to send. */
  static void wake(Handle handle, String id, long now) {
    handle
        .createUpdate("UPDATE webhook SET next_at = :now WHERE id = :id AND next_at > :now")
        .bind("id", id)
        .bind("now", now)
        .execute();
  }

  private static Webhook webhook(ResultSet row) throws SQLException {
    byte[] sealed = row.getBytes("sealed");
    return new Webhook(
        row.getString("id"),
        row.getString("name"),
        row.getString("description"),
        row.getString("url"),
        Event.parseAll(row.getString("events")),
        Webhook.Status.valueOf(row.getString("status")),
        sealed == null ? null : new Secrets.Sealed(sealed, row.getString("sealed_with")),
        row.getLong("since"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("changed_at")));
  }
}
