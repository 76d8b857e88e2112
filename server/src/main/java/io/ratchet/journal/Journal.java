// SPDX-License-Identifier: Apache-2.0
package io.ratchet.journal;

import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The journal: append within a transaction, read pages or from a cursor. */
public final class Journal {
  private final Database database;
  private final InstantSource time;

  public Journal(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  /**
   * Appends an entry to the transaction of {@code handle}. The head row stays locked until that
   * transaction ends, which makes the sequence follow the order of the commits on every engine.
   */
  public void append(
      Handle handle, String type, String kind, String asset, String actor, ObjectNode detail) {
    long sequence =
        handle
            .createQuery(
                "UPDATE journal_head SET sequence = sequence + 1 WHERE id = 1 RETURNING sequence")
            .mapTo(Long.class)
            .one();
    handle
        .createUpdate(
            """
            INSERT INTO journal (sequence, time, type, kind, asset, actor, detail)
            VALUES (:sequence, :time, :type, :kind, :asset, :actor, :detail)
            """)
        .bind("sequence", sequence)
        .bind("time", time.millis())
        .bind("type", type)
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("actor", actor)
        .bind("detail", Json.text(detail))
        .execute();
  }

  /**
   * What to list; null means any.
   *
   * @param from first moment, inclusive
   * @param to last moment, exclusive
   */
  public record Filter(
      @Nullable String kind,
      @Nullable String asset,
      @Nullable String type,
      @Nullable Instant from,
      @Nullable Instant to) {}

  /** Entries from the newest to the oldest. */
  public Page<Entry> list(Filter filter, int limit, @Nullable String pageToken) {
    long before = pageToken == null ? Long.MAX_VALUE : sequence(pageToken);
    List<Entry> entries =
        database.read(handle ->
            handle
                .createQuery(
                    """
                    SELECT sequence, time, type, kind, asset, actor, detail FROM journal
                    WHERE sequence < :before
                      AND (:kind = '' OR kind = :kind)
                      AND (:asset = '' OR asset = :asset)
                      AND (:type = '' OR type = :type)
                      AND time >= :from AND time < :to
                    ORDER BY sequence DESC LIMIT :limit
                    """)
                .bind("before", before)
                .bind("kind", orEmpty(filter.kind()))
                .bind("asset", orEmpty(filter.asset()))
                .bind("type", orEmpty(filter.type()))
                .bind("from", filter.from() == null ? 0 : filter.from().toEpochMilli())
                .bind("to", filter.to() == null ? Long.MAX_VALUE : filter.to().toEpochMilli())
                .bind("limit", limit + 1)
                .map((row, _) -> entry(row))
                .list());
    return Page.cut(entries, limit, entry -> Long.toString(entry.sequence()));
  }

  /** Entries after a cursor in the order they happened, for readers that follow the journal. */
  public List<Entry> after(long sequence, int limit) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT sequence, time, type, kind, asset, actor, detail FROM journal
                WHERE sequence > :sequence ORDER BY sequence LIMIT :limit
                """)
            .bind("sequence", sequence)
            .bind("limit", limit)
            .map((row, _) -> entry(row))
            .list());
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("sequence"),
        Instant.ofEpochMilli(row.getLong("time")),
        row.getString("type"),
        row.getString("kind"),
        row.getString("asset"),
        row.getString("actor"),
        (ObjectNode) Json.parse(row.getString("detail")));
  }

  private static long sequence(String pageToken) {
    try {
      return Long.parseLong(Page.key(pageToken));
    } catch (NumberFormatException e) {
      throw Page.badToken(pageToken);
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
