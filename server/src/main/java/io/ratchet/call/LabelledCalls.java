// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Calls of a model whose true answer came back: what a model learns from. A reader keeps the number
 * of the newest label it has seen.
 */
public final class LabelledCalls {
  private LabelledCalls() {}

  /**
   * A call with its label.
   *
   * @param features null where the call was recorded without them
   * @param label the newest one that came
   * @param sequence number of the label; later ones have higher numbers
   */
  public record Labelled(
      String id,
      Instant time,
      String version,
      @Nullable JsonNode features,
      @Nullable JsonNode prediction,
      JsonNode label,
      long sequence) {}

  /**
   * What came after a label.
   *
   * @param calls that got their label
   * @param newest number of the newest label, or the number that was asked for
   */
  public record Fresh(long calls, long newest) {}

  /**
   * Labels after a number.
   *
   * @param name of the feedback that is the label
   */
  public static Fresh after(Handle handle, String model, String name, long sequence) {
    return handle
        .createQuery(
            """
            SELECT COUNT(DISTINCT f.call_id) AS calls, MAX(f.sequence) AS newest
            FROM feedback f JOIN call c ON c.id = f.call_id
            WHERE f.sequence > :sequence AND f.call_id <> '' AND f.name = :name
              AND c.asset = :model AND c.asset <> '' AND c.kind = 'model'
            """)
        .bind("sequence", sequence)
        .bind("name", name)
        .bind("model", model)
        .map((row, _) -> new Fresh(row.getLong("calls"), Math.max(sequence, row.getLong("newest"))))
        .one();
  }

  /**
   * The newest labelled calls since a moment, the oldest of them first. Where several labels came
   * for a call the last one counts.
   *
   * @param name of the feedback that is the label
   */
  public static List<Labelled> newest(
      Handle handle, String model, String name, Instant since, int limit) {
    List<Labelled> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    try (var rows =
        handle
            .createQuery(
                """
                SELECT c.id, c.time, c.version, c.detail, f.value, f.sequence
                FROM call c JOIN feedback f ON f.call_id = c.id AND f.call_id <> ''
                WHERE c.asset = :model AND c.asset <> '' AND c.kind = 'model'
                  AND c.time >= :since AND f.name = :name
                ORDER BY c.time DESC, c.sequence DESC, f.sequence DESC
                """)
            .bind("model", model)
            .bind("since", since.toEpochMilli())
            .bind("name", name)
            .setFetchSize(1_000)
            .map((row, _) -> labelled(row))
            .iterator()) {
      while (rows.hasNext() && found.size() < limit) {
        Labelled one = rows.next();
        if (seen.add(one.id())) {
          found.add(one);
        }
      }
    }
    Collections.reverse(found);
    return found;
  }

  private static Labelled labelled(ResultSet row) throws SQLException {
    CallDetail detail = CallDetail.read(row.getString("detail"));
    return new Labelled(
        row.getString("id"),
        Instant.ofEpochMilli(row.getLong("time")),
        row.getString("version"),
        detail.features(),
        detail.prediction(),
        Json.parse(row.getString("value")),
        row.getLong("sequence"));
  }
}
