// SPDX-License-Identifier: Apache-2.0
package io.ratchet.approval;

import io.ratchet.approval.Approval.Status;
import io.ratchet.approval.Approval.Vote;
import io.ratchet.registry.Semver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of protections, requests and votes. */
final class ApprovalStore {
  private static final String COLUMNS =
      "id, kind, asset, version, status, reason, requested_by, requested_at, decided_at";

  private ApprovalStore() {}

  static void protect(Handle handle, String kind, String asset, int approvals) {
    handle
        .createUpdate(
            """
            INSERT INTO protection (kind, asset, approvals) VALUES (:kind, :asset, :approvals)
            ON CONFLICT (kind, asset) DO UPDATE SET approvals = excluded.approvals
            """)
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("approvals", approvals)
        .execute();
  }

  /** Approvals needed by the assets of a kind that are protected. */
  static Map<String, Integer> protections(Handle handle, String kind) {
    Map<String, Integer> needed = new TreeMap<>();
    handle
        .createQuery("SELECT asset, approvals FROM protection WHERE kind = :kind AND approvals > 0")
        .bind("kind", kind)
        .map((row, _) -> needed.put(row.getString("asset"), row.getInt("approvals")))
        .list();
    return needed;
  }

  /** Adds a request; false where there is one of that id. */
  static boolean insert(Handle handle, Approval approval) {
    return handle
            .createUpdate(
                """
                INSERT INTO approval
                  (id, kind, asset, version, status, reason, requested_by, requested_at)
                VALUES (:id, :kind, :asset, :version, :status, :reason, :requestedBy, :requestedAt)
                ON CONFLICT (id) DO NOTHING
                """)
            .bind("id", approval.id())
            .bind("kind", approval.kind())
            .bind("asset", approval.asset())
            .bind("version", approval.version().toString())
            .bind("status", approval.status().name())
            .bind("reason", approval.reason())
            .bind("requestedBy", approval.requestedBy())
            .bind("requestedAt", approval.requestedAt().toEpochMilli())
            .execute()
        == 1;
  }

  /** A request, its row locked until the transaction ends. */
  static Optional<Approval> lock(Handle handle, String id) {
    handle
        .createUpdate("UPDATE approval SET status = status WHERE id = :id")
        .bind("id", id)
        .execute();
    return find(handle, id);
  }

  static Optional<Approval> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM approval WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> approval(handle, row))
        .findFirst();
  }

  /**
   * Requests from the newest to the oldest.
   *
   * @param kind empty for any, and so for the asset
   * @param before time and id of the last one shown; null for the first page
   */
  static List<Approval> list(
      Handle handle, String kind, String asset, @Nullable Approval before, int limit) {
    return handle
        .createQuery(
            """
            SELECT id, kind, asset, version, status, reason, requested_by, requested_at, decided_at
            FROM approval
            WHERE (:kind = '' OR kind = :kind) AND (:asset = '' OR asset = :asset)
              AND requested_at <= :time AND (requested_at < :time OR id < :id)
            ORDER BY requested_at DESC, id DESC LIMIT :limit
            """)
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("time", before == null ? Long.MAX_VALUE : before.requestedAt().toEpochMilli())
        .bind("id", before == null ? "" : before.id())
        .bind("limit", limit)
        .map((row, _) -> approval(handle, row))
        .list();
  }

  static void vote(Handle handle, String approval, Vote vote) {
    handle
        .createUpdate(
            """
            INSERT INTO approval_vote (approval, voter, approves, comment, voted_at)
            VALUES (:approval, :voter, :approves, :comment, :votedAt)
            """)
        .bind("approval", approval)
        .bind("voter", vote.voter())
        .bind("approves", vote.approves() ? 1 : 0)
        .bind("comment", vote.comment())
        .bind("votedAt", vote.votedAt().toEpochMilli())
        .execute();
  }

  static void decide(Handle handle, String id, Status status, Instant time) {
    handle
        .createUpdate("UPDATE approval SET status = :status, decided_at = :time WHERE id = :id")
        .bind("status", status.name())
        .bind("time", time.toEpochMilli())
        .bind("id", id)
        .execute();
  }

  private static Approval approval(Handle handle, ResultSet row) throws SQLException {
    String id = row.getString("id");
    long decidedAt = row.getLong("decided_at");
    return new Approval(
        id,
        row.getString("kind"),
        row.getString("asset"),
        Semver.parse(row.getString("version")),
        Status.valueOf(row.getString("status")),
        row.getString("reason"),
        row.getString("requested_by"),
        Instant.ofEpochMilli(row.getLong("requested_at")),
        decidedAt == 0 ? null : Instant.ofEpochMilli(decidedAt),
        votes(handle, id));
  }

  private static List<Vote> votes(Handle handle, String approval) {
    return handle
        .createQuery(
            """
            SELECT voter, approves, comment, voted_at FROM approval_vote
            WHERE approval = :approval ORDER BY voted_at, voter
            """)
        .bind("approval", approval)
        .map((row, _) ->
            new Vote(
                row.getString("voter"),
                row.getInt("approves") == 1,
                row.getString("comment"),
                Instant.ofEpochMilli(row.getLong("voted_at"))))
        .list();
  }
}
