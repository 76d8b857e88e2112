// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Json;
import io.ratchet.verdict.Arms;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.SharesPolicy.Shares;
import io.ratchet.verdict.Variant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of what shares the arms had since when: only ever added to. */
final class AllocationStore {
  private AllocationStore() {}

  static void add(Handle handle, String experiment, Shares shares) {
    handle
        .createUpdate(
            """
            INSERT INTO experiment_allocation (experiment, step, time, parts, reason)
            SELECT :experiment, COALESCE(MAX(step), 0) + 1, :time, :parts, :reason
            FROM experiment_allocation WHERE experiment = :experiment
            """)
        .bind("experiment", experiment)
        .bind("time", shares.since().toEpochMilli())
        .bind("parts", Json.text(AllocationJson.parts(shares)))
        .bind("reason", shares.reason())
        .execute();
  }

  /** All of them, oldest first. */
  static List<Shares> all(Handle handle, String experiment) {
    return handle
        .createQuery("SELECT * FROM experiment_allocation WHERE experiment = :id ORDER BY step")
        .bind("id", experiment)
        .map((row, _) -> shares(row))
        .list();
  }

  /** Those that hold now; empty before the start. */
  static Optional<Shares> latest(Handle handle, String experiment) {
    return handle
        .createQuery(
            """
            SELECT * FROM experiment_allocation WHERE experiment = :id
            ORDER BY step DESC LIMIT 1
            """)
        .bind("id", experiment)
        .map((row, _) -> shares(row))
        .findFirst();
  }

  private static Shares shares(ResultSet row) throws SQLException {
    Map<String, Integer> parts = new HashMap<>();
    Json.parse(row.getString("parts"))
        .properties()
        .forEach(part -> parts.put(part.getKey(), part.getValue().intValue()));
    return new Shares(Instant.ofEpochMilli(row.getLong("time")), parts, row.getString("reason"));
  }

  /** Units that were first seen since a moment. */
  static long unitsSince(Handle handle, String experiment, Instant since) {
    return handle
        .createQuery("SELECT COUNT(*) FROM exposure WHERE experiment = :id AND time >= :since")
        .bind("id", experiment)
        .bind("since", since.toEpochMilli())
        .mapTo(Long.class)
        .one();
  }

  /** The units that came under each of them. */
  static List<Arms.Cohort> cohorts(Handle handle, String experiment, Plan plan) {
    Map<Integer, Map<String, Long>> units = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT (SELECT MAX(a.step) FROM experiment_allocation a
                WHERE a.experiment = e.experiment AND a.time <= e.time) AS step,
              e.variant AS variant, COUNT(*) AS n
            FROM exposure e WHERE e.experiment = :id GROUP BY 1, e.variant
            """)
        .bind("id", experiment)
        .map((row, _) ->
            units
                .computeIfAbsent(Math.max(1, row.getInt("step")), _ -> new HashMap<>())
                .put(row.getString("variant"), row.getLong("n")))
        .list();
    List<Arms.Cohort> cohorts = new ArrayList<>();
    int step = 0;
    for (Shares shares : all(handle, experiment)) {
      Map<String, Long> own = units.getOrDefault(++step, Map.of());
      List<Double> weights = new ArrayList<>();
      List<Long> counts = new ArrayList<>();
      for (Variant variant : plan.variants()) {
        weights.add((double) shares.parts().getOrDefault(variant.name(), 0));
        counts.add(own.getOrDefault(variant.name(), 0L));
      }
      cohorts.add(new Arms.Cohort(weights, counts));
    }
    return cohorts;
  }
}
