// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rows of looks at the triggers. */
final class EvaluationStore {
  private static final int KEPT = 20_000;

  private EvaluationStore() {}

  /**
   * Looks in a row that said the same, or one that fired.
   *
   * @param looks how many
   * @param detail what the last of them said and saw
   */
  record Evaluation(
      String id,
      String model,
      Instant firstAt,
      Instant lastAt,
      long looks,
      boolean fired,
      String same,
      ObjectNode detail,
      @Nullable String run) {
    ObjectNode json() {
      ObjectNode json =
          Json.object()
              .put("id", id)
              .put("model", model)
              .put("first_at", firstAt.toString())
              .put("last_at", lastAt.toString())
              .put("evaluations", looks)
              .put("fired", fired)
              .put("run_id", run);
      return json.setAll(detail);
    }
  }

  /** Adds a look; one that says the same as the one before, and did not fire, shares its row. */
  static void add(Handle handle, Evaluation look) {
    Optional<Evaluation> before = latest(handle, look.model());
    if (!look.fired()
        && before.filter(one -> !one.fired() && one.same().equals(look.same())).isPresent()) {
      handle
          .createUpdate(
              """
              UPDATE retraining_evaluation SET last_at = :at, looks = looks + 1, detail = :detail
              WHERE id = :id
              """)
          .bind("id", before.get().id())
          .bind("at", look.lastAt().toEpochMilli())
          .bind("detail", Json.text(look.detail()))
          .execute();
      return;
    }
    handle
        .createUpdate(
            """
            INSERT INTO retraining_evaluation (id, model, first_at, last_at, looks, fired, same,
              detail, run)
            VALUES (:id, :model, :first, :last, 1, :fired, :same, :detail, :run)
            """)
        .bind("id", look.id())
        .bind("model", look.model())
        .bind("first", look.firstAt().toEpochMilli())
        .bind("last", look.lastAt().toEpochMilli())
        .bind("fired", look.fired() ? 1 : 0)
        .bind("same", look.same())
        .bind("detail", Json.text(look.detail()))
        .bind("run", look.run())
        .execute();
    prune(handle, look.model());
  }

  private static void prune(Handle handle, String model) {
    handle
        .createUpdate(
            """
            DELETE FROM retraining_evaluation WHERE model = :model AND id <
              (SELECT id FROM retraining_evaluation WHERE model = :model
               ORDER BY id DESC LIMIT 1 OFFSET :kept)
            """)
        .bind("model", model)
        .bind("kept", KEPT)
        .execute();
  }

  static Optional<Evaluation> latest(Handle handle, String model) {
    return handle
        .createQuery(
            """
            SELECT * FROM retraining_evaluation WHERE model = :model ORDER BY id DESC LIMIT 1
            """)
        .bind("model", model)
        .map((row, _) -> evaluation(row))
        .findOne();
  }

  /** Those that were still said since a moment, the newest first. */
  static List<Evaluation> list(
      Handle handle, String model, Instant since, boolean fired, String before, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM retraining_evaluation
            WHERE model = :model AND last_at >= :since AND (:fired = 0 OR fired = 1)
              AND (:before = '' OR id < :before)
            ORDER BY id DESC LIMIT :limit
            """)
        .bind("model", model)
        .bind("since", since.toEpochMilli())
        .bind("fired", fired ? 1 : 0)
        .bind("before", before)
        .bind("limit", limit)
        .map((row, _) -> evaluation(row))
        .list();
  }

  private static Evaluation evaluation(ResultSet row) throws SQLException {
    return new Evaluation(
        row.getString("id"),
        row.getString("model"),
        Instant.ofEpochMilli(row.getLong("first_at")),
        Instant.ofEpochMilli(row.getLong("last_at")),
        row.getLong("looks"),
        row.getInt("fired") == 1,
        row.getString("same"),
        (ObjectNode) Json.parse(row.getString("detail")),
        row.getString("run"));
  }
}
