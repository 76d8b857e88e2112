// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What monitors look at: the calls that have a version, in the order in which they were stored, and
 * the true labels that joined predictions later. A reader keeps the number of the last call it has
 * read; labels are handed over once.
 */
public final class WatchedCalls {
  /** The score that holds the probability of the positive class. */
  private static final String PROBABILITY = "probability";

  private WatchedCalls() {}

  /**
   * A call as far as monitors look at it.
   *
   * @param sequence number of the call; later stored calls have higher ones
   * @param features inputs of a model
   */
  public record Watched(
      long sequence,
      String id,
      Call.Subject version,
      Instant time,
      Outcome outcome,
      @Nullable String errorType,
      @Nullable Long latencyMicros,
      @Nullable Long inputTokens,
      @Nullable Long outputTokens,
      @Nullable Double completeness,
      @Nullable Double confidence,
      @Nullable JsonNode prediction,
      Map<String, Double> scores,
      @Nullable JsonNode features,
      List<Call.Stage> stages) {}

  /**
   * A true label and the prediction it is for. Of several labels for one call the first one counts.
   *
   * @param callTime when the prediction was made
   * @param time when the label was given
   * @param probability of the positive class, where the call had a score of that name
   */
  public record Labelled(
      long sequence,
      Call.Subject version,
      String callId,
      Instant callTime,
      Instant time,
      JsonNode prediction,
      JsonNode label,
      @Nullable Double confidence,
      @Nullable Double probability) {

    /** How wrong the prediction was; null where the two cannot be compared. */
    public @Nullable Deviation deviation() {
      return Labels.deviation(prediction, label);
    }

    /** The predicted class as a word. */
    public String predictedClass() {
      return Labels.text(prediction);
    }

    /** The true class as a word. */
    public String trueClass() {
      return Labels.text(label);
    }
  }

  /**
   * How wrong a prediction was.
   *
   * @param whole whether it is right (0) or wrong (1), and not the distance of two amounts
   */
  public record Deviation(boolean whole, double size) {}

  /** The next calls after a number. */
  public static List<Watched> after(Handle handle, long sequence, int limit) {
    return handle
        .createQuery(
            """
            SELECT sequence, id, kind, asset, version, time, outcome, error_type, latency,
              input_tokens, output_tokens, completeness, confidence, scores, detail
            FROM call WHERE asset <> '' AND sequence > :sequence
            ORDER BY sequence LIMIT :limit
            """)
        .bind("sequence", sequence)
        .bind("limit", limit)
        .map((row, _) -> watched(row))
        .list();
  }

  /** Whether there is anything that {@link #after} or {@link #take} would hand over. */
  public static boolean isAny(Handle handle, long sequence) {
    return handle
        .createQuery(
            """
            SELECT CASE WHEN EXISTS (SELECT 1 FROM call WHERE asset <> '' AND sequence > :sequence)
              OR EXISTS (SELECT 1 FROM joined_label) THEN 1 ELSE 0 END
            """)
        .bind("sequence", sequence)
        .mapTo(Integer.class)
        .one()
        .equals(1);
  }

  private static Watched watched(ResultSet row) throws SQLException {
    CallDetail detail = CallDetail.read(row.getString("detail"));
    String errorType = row.getString("error_type");
    return new Watched(
        row.getLong("sequence"),
        row.getString("id"),
        version(row),
        Instant.ofEpochMilli(row.getLong("time")),
        Outcome.ofCode(row.getInt("outcome")),
        errorType.isEmpty() ? null : errorType,
        number(row, "latency"),
        number(row, "input_tokens"),
        number(row, "output_tokens"),
        decimal(row, "completeness"),
        decimal(row, "confidence"),
        detail.prediction(),
        CallStore.readScores(row.getString("scores")),
        detail.features(),
        detail.stages());
  }

  private static Call.Subject version(ResultSet row) throws SQLException {
    return new Call.Subject(
        row.getString("kind"), row.getString("asset"), row.getString("version"));
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : (Long) number;
  }

  private static @Nullable Double decimal(ResultSet row, String column) throws SQLException {
    double number = row.getDouble(column);
    return row.wasNull() ? null : (Double) number;
  }

  /** Keeps labels for whoever judges predictions by them. */
  static void add(Handle handle, List<Labelled> labels) {
    Bulk.change(
        handle,
        """
        INSERT INTO joined_label (sequence, kind, asset, version, call_id, call_time, time,
          prediction, label, confidence, score)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        labels,
        (statement, _, one) -> {
          statement.setLong(1, one.sequence());
          statement.setString(2, one.version().kind());
          statement.setString(3, one.version().asset());
          statement.setString(4, one.version().version());
          statement.setString(5, one.callId());
          statement.setLong(6, one.callTime().toEpochMilli());
          statement.setLong(7, one.time().toEpochMilli());
          statement.setString(8, Json.text(one.prediction()));
          statement.setString(9, Json.text(one.label()));
          statement.setObject(10, one.confidence(), Types.DOUBLE);
          statement.setObject(11, one.probability(), Types.DOUBLE);
          return 11;
        });
  }

  /** Hands over labels; they are gone when the transaction of the handle is. */
  public static List<Labelled> take(Handle handle, int limit) {
    record Taken(Labelled label, boolean isFirst) {}

    List<Taken> taken =
        handle
            .createQuery(
                """
                SELECT j.*, CASE WHEN EXISTS (SELECT 1 FROM feedback f
                  WHERE f.call_id = j.call_id AND f.call_id <> '' AND f.name = :name
                    AND f.sequence < j.sequence) THEN 0 ELSE 1 END AS is_first
                FROM joined_label j ORDER BY j.sequence LIMIT :limit
                """)
            .bind("name", Labels.LABEL)
            .bind("limit", limit)
            .map((row, _) -> new Taken(labelled(row), row.getInt("is_first") == 1))
            .list();
    if (!taken.isEmpty()) {
      handle
          .createUpdate("DELETE FROM joined_label WHERE sequence <= :last")
          .bind("last", taken.getLast().label().sequence())
          .execute();
    }
    List<Labelled> first = new ArrayList<>();
    taken.stream().filter(Taken::isFirst).forEach(one -> first.add(one.label()));
    return first;
  }

  private static Labelled labelled(ResultSet row) throws SQLException {
    return new Labelled(
        row.getLong("sequence"),
        version(row),
        row.getString("call_id"),
        Instant.ofEpochMilli(row.getLong("call_time")),
        Instant.ofEpochMilli(row.getLong("time")),
        Json.parse(row.getString("prediction")),
        Json.parse(row.getString("label")),
        decimal(row, "confidence"),
        decimal(row, "score"));
  }

  /** A label with the call it joined; null where that has no version or no prediction. */
  static @Nullable Labelled of(long sequence, Feedback feedback, Call call) {
    JsonNode prediction = call.prediction();
    Call.Subject version = call.subject();
    if (!feedback.name().equals(Labels.LABEL)
        || version == null
        || prediction == null
        || !prediction.isValueNode()) {
      return null;
    }
    return new Labelled(
        sequence,
        version,
        call.id(),
        call.time(),
        feedback.time(),
        prediction,
        feedback.value(),
        call.confidence(),
        call.scores().get(PROBABILITY));
  }
}
