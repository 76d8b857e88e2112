// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.routing.Arm;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Arms;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the arms of an experiment add up to: passes over its units, never over its calls. The
 * units are those of the assignment record, served or not.
 */
final class ArmStore {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private ArmStore() {}

  /** By what units are told apart. */
  enum Dimension {
    /** Not at all. */
    NONE("''"),
    /** By the UTC day of their first sight. */
    DAY("(e.time / 86400000)"),
    /** By the configured tag of their first call. */
    SEGMENT("e.segment"),
    /** By the client that brought them. */
    CLIENT("e.client"),
    /** By the shares that held at their first sight. */
    ALLOCATION(
        """
        (SELECT COALESCE(MAX(a.step), 1) FROM experiment_allocation a
          WHERE a.experiment = e.experiment AND a.time <= e.time)\
        """);

    final String column;

    Dimension(String column) {
      this.column = column;
    }
  }

  /** All units together. */
  static Arms arms(Handle handle, Experiment experiment, Instant now) {
    Plan plan = experiment.plan();
    String id = experiment.id();
    Arms all = groups(handle, id, plan, Dimension.NONE, now).getOrDefault("", Arms.of(Map.of()));
    return new Arms(
        all.arms(),
        mixedUnits(handle, id),
        uncounted(handle, id),
        unitsPerDay(handle, experiment, now),
        plan.allocation().isAdaptive() ? AllocationStore.cohorts(handle, id, plan) : List.of());
  }

  /** The same by group, in the order of the groups' names. */
  static Map<String, Arms> groups(
      Handle handle, String id, Plan plan, Dimension dimension, Instant now) {
    Map<String, Map<String, Arms.Arm>> groups = new TreeMap<>();
    Map<Cell, Long> units = units(handle, id, dimension, null);
    Map<Cell, Map<Metric, Sums>> sums = new MetricStore(handle, id, dimension, now).sums(plan);
    units.forEach((cell, n) -> {
      Map<Metric, Sums> own = sums.getOrDefault(cell, Map.of());
      groups
          .computeIfAbsent(cell.group(), _ -> new HashMap<>())
          .put(cell.variant(), new Arms.Arm(n, calls(own), own));
    });
    Map<String, Arms> arms = new LinkedHashMap<>();
    groups.forEach((group, own) -> arms.put(group, Arms.of(own)));
    return arms;
  }

  /** One variant in one group. */
  record Cell(String group, String variant) {}

  private static long calls(Map<Metric, Sums> sums) {
    return sums.get(Metric.CALLS) instanceof Sums.Means means ? means.observations() : 0;
  }

  static Map<Cell, Long> units(
      Handle handle, String id, Dimension dimension, @Nullable Instant before) {
    Map<Cell, Long> units = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT %s AS cohort, e.variant AS variant, COUNT(*) AS n FROM exposure e
            WHERE e.experiment = :experiment AND e.time <= :before
            GROUP BY 1, e.variant
            """
                .formatted(dimension.column))
        .bind("experiment", id)
        .bind("before", millis(before))
        .map((row, _) ->
            units.put(
                new Cell(row.getString("cohort"), row.getString("variant")), row.getLong("n")))
        .list();
    return units;
  }

  private static long mixedUnits(Handle handle, String id) {
    return handle
        .createQuery(
            """
            SELECT COUNT(*) FROM (
              SELECT unit FROM exposure WHERE experiment = :experiment
              GROUP BY unit HAVING COUNT(*) > 1) AS mixed
            """)
        .bind("experiment", id)
        .mapTo(Long.class)
        .one();
  }

  private static Map<String, Long> uncounted(Handle handle, String id) {
    Map<String, Long> reasons = new HashMap<>();
    handle
        .createQuery("SELECT reason, n FROM experiment_uncounted WHERE experiment = :experiment")
        .bind("experiment", id)
        .map((row, _) -> reasons.put(row.getString("reason"), row.getLong("n")))
        .list();
    return reasons;
  }

  /** While more and more units take part, those of today say little of those to come. */
  private static boolean isRamping(Handle handle, Experiment experiment) {
    return experiment.plan().allocation() instanceof Allocation.Ramp
        && AllocationStore.latest(handle, experiment.id())
            .map(shares -> shares.coverage() < Arm.BUCKETS)
            .orElse(true);
  }

  /** New units of the last day, or of the time since the start as though it had been a day. */
  private static @Nullable Double unitsPerDay(Handle handle, Experiment experiment, Instant now) {
    Instant start = experiment.startedAt();
    if (start == null || experiment.status() != Status.RUNNING || isRamping(handle, experiment)) {
      return null;
    }
    Duration running = Duration.between(start, now);
    if (running.compareTo(SHORTEST) < 0) {
      return null;
    }
    Duration period = running.compareTo(DAY) < 0 ? running : DAY;
    long units =
        handle
            .createQuery(
                "SELECT COUNT(*) FROM exposure WHERE experiment = :experiment AND time > :from")
            .bind("experiment", experiment.id())
            .bind("from", now.minus(period).toEpochMilli())
            .mapTo(Long.class)
            .one();
    return (double) units * DAY.toMillis() / period.toMillis();
  }

  /** A moment by which units were seen; null for any. */
  static long millis(@Nullable Instant before) {
    return before == null ? Long.MAX_VALUE : before.toEpochMilli();
  }
}
