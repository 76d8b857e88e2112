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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
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
   * @param types what may have happened; empty means anything
   * @param from first moment, inclusive
   * @param to last moment, exclusive
   */
  public record Filter(
      @Nullable String kind,
      @Nullable String asset,
      Set<String> types,
      @Nullable Instant from,
      @Nullable Instant to) {
    /** Everything. */
    public static final Filter ANY = new Filter(null, null, Set.of(), null, null);

    public Filter {
      types = Set.copyOf(types);
    }

    /** Everything about one asset. */
    public static Filter of(String kind, String asset) {
      return new Filter(kind, asset, Set.of(), null, null);
    }
  }

  /** Entries from the newest to the oldest. */
  public Page<Entry> list(Filter filter, int limit, @Nullable String pageToken) {
    long before = pageToken == null ? Long.MAX_VALUE : sequence(pageToken);
    return Page.cut(
        before(filter, before, limit + 1), limit, entry -> Long.toString(entry.sequence()));
  }

  /** Entries before a position, from the newest to the oldest. */
  public List<Entry> before(Filter filter, long sequence, int limit) {
    return database.read(handle -> {
      Query query =
          handle
              .createQuery(sql(filter))
              .bind("before", sequence)
              .bind("from", filter.from() == null ? 0 : filter.from().toEpochMilli())
              .bind("to", filter.to() == null ? Long.MAX_VALUE : filter.to().toEpochMilli())
              .bind("limit", limit);
      if (filter.kind() != null) {
        query.bind("kind", filter.kind());
      }
      if (filter.asset() != null) {
        query.bind("asset", filter.asset());
      }
      if (!filter.types().isEmpty()) {
        query.bindList("types", List.copyOf(filter.types()));
      }
      return query.map((row, _) -> entry(row)).list();
    });
  }

  /** Only what is asked for is compared, so that an index can answer. */
  private static String sql(Filter filter) {
    StringBuilder sql =
        new StringBuilder(
            """
            SELECT sequence, time, type, kind, asset, actor, detail FROM journal
            WHERE sequence < :before AND time >= :from AND time < :to
            """);
    if (filter.kind() != null) {
      sql.append(" AND kind = :kind");
    }
    if (filter.asset() != null) {
      sql.append(" AND asset = :asset");
    }
    if (!filter.types().isEmpty()) {
      sql.append(" AND type IN (<types>)");
    }
    return sql.append(" ORDER BY sequence DESC LIMIT :limit").toString();
  }

  /**
   * Keeps everybody else from appending until the transaction of {@code handle} ends, so that what
   * it reads from now on is still so when its entry is written. Transactions that lock what others
   * lock too take this lock in the same place of their order.
   */
  public void lock(Handle handle) {
    handle.createUpdate("UPDATE journal_head SET sequence = sequence WHERE id = 1").execute();
  }

  /**
   * Which of some things happened last to an asset. The journal is locked, so that whoever appends
   * by the answer is alone.
   */
  public Optional<String> last(Handle handle, String kind, String asset, Set<String> types) {
    lock(handle);
    Map<Long, String> found = new TreeMap<>();
    for (String type : types) {
      handle
          .createQuery(
              """
              SELECT sequence FROM journal WHERE asset = :asset AND type = :type AND kind = :kind
              ORDER BY sequence DESC LIMIT 1
              """)
          .bind("asset", asset)
          .bind("type", type)
          .bind("kind", kind)
          .mapTo(Long.class)
          .findFirst()
          .ifPresent(sequence -> found.put(-sequence, type));
    }
    return found.values().stream().findFirst();
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
}
