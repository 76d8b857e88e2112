// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import io.ratchet.call.ExperimentCalls.Observed;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** The calls of one version as experiments look at them, whether they were part of one or not. */
final class RecordedCalls {
  private RecordedCalls() {}

  /** Hands over the newest ones since a moment, one by one, and answers how many there were. */
  static int read(
      Handle handle,
      Call.Subject version,
      Instant since,
      int limit,
      Set<String> scores,
      Consumer<Observed> calls) {
    Map<Long, Map<String, Double>> joined = joined(handle, version, since, limit, scores);
    return handle
        .createQuery(
            """
            SELECT sequence, id, experiment, variant, version, unit, time, outcome, latency, cost,
              completeness, input_tokens, output_tokens, scores, tags
            FROM call
            WHERE asset = :asset AND asset <> '' AND version = :version AND time >= :since
              AND kind = :kind
            ORDER BY time DESC LIMIT :limit
            """)
        .bind("asset", version.asset())
        .bind("version", version.version())
        .bind("kind", version.kind())
        .bind("since", since.toEpochMilli())
        .bind("limit", limit)
        .map((row, _) -> {
          Observed call = ExperimentCalls.observed(row);
          joined.getOrDefault(call.sequence(), Map.of()).forEach(call.scores()::putIfAbsent);
          return call;
        })
        .reduce(
            0,
            (n, call) -> {
              calls.accept(call);
              return n + 1;
            });
  }

  /** Numbers and flags that came after their calls, by the number of the call. */
  private static Map<Long, Map<String, Double>> joined(
      Handle handle, Call.Subject version, Instant since, int limit, Set<String> names) {
    Map<Long, Map<String, Double>> joined = new HashMap<>();
    for (String name : names) {
      handle
          .createQuery(
              """
              SELECT c.sequence AS sequence, f.value AS value
              FROM call c JOIN feedback f ON f.call_id = c.id AND f.call_id <> ''
              WHERE c.asset = :asset AND c.asset <> '' AND c.version = :version
                AND c.time >= :since AND c.kind = :kind AND f.name = :name
              ORDER BY c.time DESC LIMIT :limit
              """)
          .bind("asset", version.asset())
          .bind("version", version.version())
          .bind("kind", version.kind())
          .bind("since", since.toEpochMilli())
          .bind("name", name)
          .bind("limit", limit)
          .map((row, _) -> {
            JsonNode value = Json.parse(row.getString("value"));
            if (value.isNumber() || value.isBoolean()) {
              double score =
                  value.isNumber() ? value.doubleValue() : value.booleanValue() ? 1.0 : 0.0;
              joined
                  .computeIfAbsent(row.getLong("sequence"), _ -> new HashMap<>())
                  .putIfAbsent(name, score);
            }
            return name;
          })
          .list();
    }
    return joined;
  }
}
