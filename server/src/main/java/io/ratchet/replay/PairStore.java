// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.replay.Replay.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of inputs and of answers. */
final class PairStore {
  private PairStore() {}

  /**
   * An input that is not through.
   *
   * @param missing arms that have not answered yet
   */
  record Pending(int number, String call, Set<Arm> missing) {}

  static List<Pending> pending(Handle handle, String replay) {
    Map<Integer, Pending> pending = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            SELECT p.number, p.call, a.arm FROM replay_pair p
            LEFT JOIN replay_answer a ON a.replay = p.replay AND a.number = p.number
            WHERE p.replay = :replay AND p.skipped IS NULL ORDER BY p.number
            """)
        .bind("replay", replay)
        .map((row, _) -> {
          int number = row.getInt("number");
          String call = row.getString("call");
          Pending one =
              pending.computeIfAbsent(
                  number, _ -> new Pending(number, call, EnumSet.allOf(Arm.class)));
          String arm = row.getString("arm");
          return arm != null && one.missing().remove(Arm.valueOf(arm));
        })
        .list();
    return pending.values().stream().filter(pair -> !pair.missing().isEmpty()).toList();
  }

  static void skip(Handle handle, String replay, int number, Skip reason) {
    handle
        .createUpdate(
            """
            UPDATE replay_pair SET skipped = :reason WHERE replay = :replay AND number = :number
            """)
        .bind("replay", replay)
        .bind("number", number)
        .bind("reason", reason.word())
        .execute();
  }

  /** Writes an answer; the first one stays. */
  static void answer(Handle handle, String replay, int number, Arm arm, ReplayAnswer answer) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("replay", replay);
    values.put("number", number);
    values.put("arm", arm.name());
    values.put("success", answer.success() ? 1 : 0);
    values.put("error", answer.errorType());
    values.put("latency", answer.latencyMicros());
    values.put("cost", answer.costNanos());
    values.put("priced", answer.isPriced() ? 1 : 0);
    values.put("input", answer.inputTokens());
    values.put("output", answer.outputTokens());
    values.put("completeness", answer.completeness());
    handle
        .createUpdate(
            """
            INSERT INTO replay_answer (replay, number, arm, success, error_type, latency, cost,
              priced, input_tokens, output_tokens, completeness)
            VALUES (:replay, :number, :arm, :success, :error, :latency, :cost,
              :priced, :input, :output, :completeness)
            ON CONFLICT (replay, number, arm) DO NOTHING
            """)
        .bindMap(values)
        .execute();
  }

  static Progress progress(Handle handle, String replay) {
    int skipped =
        handle
            .createQuery(
                """
                SELECT COUNT(*) FROM replay_pair WHERE replay = :replay AND skipped IS NOT NULL
                """)
            .bind("replay", replay)
            .mapTo(Integer.class)
            .one();
    return handle
        .createQuery(
            """
            SELECT COALESCE(SUM(CASE WHEN n = 2 THEN 1 ELSE 0 END), 0) AS done,
              COALESCE(SUM(n), 0) AS answers, COALESCE(SUM(cost), 0) AS spent,
              COALESCE(MAX(cost), 0) AS dearest, COALESCE(SUM(unpriced), 0) AS unpriced
            FROM (SELECT COUNT(*) AS n, SUM(COALESCE(cost, 0)) AS cost, SUM(1 - priced) AS unpriced
                  FROM replay_answer WHERE replay = :replay GROUP BY number) pairs
            """)
        .bind("replay", replay)
        .map((row, _) ->
            new Progress(
                row.getInt("done"),
                skipped,
                row.getInt("answers"),
                row.getLong("spent"),
                row.getLong("dearest"),
                row.getInt("unpriced")))
        .one();
  }

  /** Every input with both answers, in the order in which they were asked. */
  static List<Pair> pairs(Handle handle, String replay) {
    record Row(int number, String call, Arm arm, ReplayAnswer answer) {}
    List<Pair> pairs = new ArrayList<>();
    Map<Integer, Row> halves = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT p.call, a.* FROM replay_answer a
            JOIN replay_pair p ON p.replay = a.replay AND p.number = a.number
            WHERE a.replay = :replay ORDER BY a.number, a.arm
            """)
        .bind("replay", replay)
        .map((row, _) ->
            new Row(
                row.getInt("number"),
                row.getString("call"),
                Arm.valueOf(row.getString("arm")),
                answer(row)))
        .forEach(row -> {
          Row other = halves.put(row.number(), row);
          if (other != null) {
            boolean first = other.arm() == Arm.CONTROL;
            pairs.add(
                new Pair(
                    row.call(),
                    first ? other.answer() : row.answer(),
                    first ? row.answer() : other.answer()));
          }
        });
    return pairs;
  }

  private static ReplayAnswer answer(ResultSet row) throws SQLException {
    double completeness = row.getDouble("completeness");
    Double known = row.wasNull() ? null : (Double) completeness;
    return new ReplayAnswer(
        row.getInt("success") == 1,
        row.getString("error_type"),
        number(row, "latency"),
        number(row, "cost"),
        row.getInt("priced") == 1,
        number(row, "input_tokens"),
        number(row, "output_tokens"),
        known);
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : (Long) value;
  }
}
