// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What experiments add up: the calls that name one, in the order in which they were stored, and the
 * scores that joined such calls later. A reader keeps the number of the last call it has read;
 * scores are handed over once.
 */
public final class ExperimentCalls {
  private ExperimentCalls() {}

  /**
   * A call as far as experiments look at it.
   *
   * @param sequence number of the call; later stored calls have higher ones
   * @param unit hash of who was served, or the call's id where that is unknown
   */
  public record Observed(
      long sequence,
      String experiment,
      String variant,
      String version,
      String unit,
      Instant time,
      Outcome outcome,
      @Nullable Long latencyMicros,
      @Nullable Long costNanos,
      @Nullable Double completeness,
      @Nullable Long inputTokens,
      @Nullable Long outputTokens,
      Map<String, Double> scores,
      Map<String, String> tags) {}

  /**
   * A score that came after its call.
   *
   * @param callTime when the call was made
   * @param time when the score was given
   */
  public record Scored(
      long sequence,
      String experiment,
      String variant,
      String version,
      String unit,
      String name,
      double value,
      Instant callTime,
      Instant time) {}

  /** The next calls after a number. */
  public static List<Observed> after(Handle handle, long sequence, int limit) {
    return handle
        .createQuery(
            """
            SELECT sequence, id, experiment, variant, version, unit, time, outcome, latency, cost,
              completeness, input_tokens, output_tokens, scores, tags
            FROM call WHERE experiment <> '' AND sequence > :sequence
            ORDER BY sequence LIMIT :limit
            """)
        .bind("sequence", sequence)
        .bind("limit", limit)
        .map((row, _) -> observed(row))
        .list();
  }

  static Observed observed(ResultSet row) throws SQLException {
    String unit = row.getString("unit");
    return new Observed(
        row.getLong("sequence"),
        row.getString("experiment"),
        row.getString("variant"),
        row.getString("version"),
        unit.isEmpty() ? row.getString("id") : unit,
        Instant.ofEpochMilli(row.getLong("time")),
        Outcome.ofCode(row.getInt("outcome")),
        row.getObject("latency") == null ? null : (Long) row.getLong("latency"),
        row.getObject("cost") == null ? null : (Long) row.getLong("cost"),
        row.getObject("completeness") == null ? null : (Double) row.getDouble("completeness"),
        row.getObject("input_tokens") == null ? null : (Long) row.getLong("input_tokens"),
        row.getObject("output_tokens") == null ? null : (Long) row.getLong("output_tokens"),
        CallStore.readScores(row.getString("scores")),
        CallStore.readTags(row.getString("tags")));
  }

  /**
   * Keeps who got which arm, in the transaction of the handle. Those that are known, from an
   * earlier call or an evaluation, stay as they are; answers how many were new.
   */
  public static int expose(Handle handle, List<Exposure> exposures) {
    return ExposureStore.insert(handle, exposures);
  }

  /**
   * The assignment record of an experiment, by unit and arm.
   *
   * @param unit hash of the unit that is asked for; null for all
   * @param after the pair that the page before ended with
   */
  public static List<Exposure> assignments(
      Handle handle, String experiment, @Nullable String unit, Exposure.Key after, int limit) {
    return ExposureStore.list(handle, experiment, unit, after, limit);
  }

  /** Hands over the hash and the arm of every unit that was first seen since a moment. */
  public static void assigned(
      Handle handle, String experiment, Instant since, BiConsumer<String, String> units) {
    ExposureStore.since(handle, experiment, since, units);
  }

  /** When units were first seen in an arm; those that never were are absent. */
  public static Map<Exposure.Key, Instant> exposed(Handle handle, Collection<Exposure.Key> keys) {
    return ExposureStore.times(handle, keys);
  }

  /** Keeps the score of a call of an experiment for whoever adds them up. */
  static void add(Handle handle, List<Scored> scores) {
    Bulk.change(
        handle,
        """
        INSERT INTO joined_score (sequence, experiment, variant, version, unit, name, score,
          call_time, time)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        scores,
        (statement, _, one) -> {
          statement.setLong(1, one.sequence());
          statement.setString(2, one.experiment());
          statement.setString(3, one.variant());
          statement.setString(4, one.version());
          statement.setString(5, one.unit());
          statement.setString(6, one.name());
          statement.setDouble(7, one.value());
          statement.setLong(8, one.callTime().toEpochMilli());
          statement.setLong(9, one.time().toEpochMilli());
          return 9;
        });
  }

  /** Hands over scores; they are gone when the transaction of the handle is. */
  public static List<Scored> take(Handle handle, int limit) {
    List<Scored> taken = new ArrayList<>();
    handle
        .createQuery("SELECT * FROM joined_score ORDER BY sequence, name LIMIT :limit")
        .bind("limit", limit)
        .map((row, _) ->
            new Scored(
                row.getLong("sequence"),
                row.getString("experiment"),
                row.getString("variant"),
                row.getString("version"),
                row.getString("unit"),
                row.getString("name"),
                row.getDouble("score"),
                Instant.ofEpochMilli(row.getLong("call_time")),
                Instant.ofEpochMilli(row.getLong("time"))))
        .forEach(taken::add);
    if (!taken.isEmpty()) {
      handle
          .createUpdate(
              """
              DELETE FROM joined_score
              WHERE sequence < :last OR (sequence = :last AND name <= :name)
              """)
          .bind("last", taken.getLast().sequence())
          .bind("name", taken.getLast().name())
          .execute();
    }
    return taken;
  }
}
