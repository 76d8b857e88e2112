// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.call.ExperimentCalls.Observed;
import io.ratchet.experiment.Observation;
import io.ratchet.verdict.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds recorded calls up by unit; one thread. */
final class RecordedUnits {
  private static final double DAY = Duration.ofDays(1).toMillis();
  private final List<Source> sources;
  private final Set<String> ranked;
  private final Map<String, Unit> units = new HashMap<>();
  private final List<Unit> inOrder = new ArrayList<>();
  private int calls;
  private Instant first = Instant.MAX;

  /**
   * Nothing yet.
   *
   * @param ranked keys of the sources whose single values are kept
   */
  RecordedUnits(List<Source> sources, Set<String> ranked) {
    this.sources = sources;
    this.ranked = ranked;
  }

  private static final class Unit {
    final int[] counts;
    final double[] totals;
    final double[][] values;

    Unit(int sources) {
      counts = new int[sources];
      totals = new double[sources];
      values = new double[sources][0];
    }
  }

  void add(Observed call) {
    calls++;
    first = call.time().isBefore(first) ? call.time() : first;
    Unit unit = units.get(call.unit());
    if (unit == null) {
      unit = new Unit(sources.size());
      units.put(call.unit(), unit);
      inOrder.add(unit);
    }
    for (int i = 0; i < sources.size(); i++) {
      Double value = Observation.of(sources.get(i), call);
      if (value != null) {
        unit.totals[i] += value;
        if (ranked.contains(sources.get(i).key())) {
          unit.values[i] = Arrays.copyOf(unit.values[i], unit.counts[i] + 1);
          unit.values[i][unit.counts[i]] = value;
        }
        unit.counts[i]++;
      }
    }
  }

  /** All of them. */
  Recorded recorded(Instant since, Instant now, boolean isCut) {
    Map<String, Column> columns = new HashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      Column column = column(i, ranked.contains(sources.get(i).key()));
      if (column.known() > 0) {
        columns.put(sources.get(i).key(), column);
      }
    }
    Instant begin = calls == 0 ? since : first;
    double days = Math.max(1, Duration.between(begin, now).toMillis() / DAY);
    return new Recorded(columns, inOrder.size(), calls, since, begin, isCut, inOrder.size() / days);
  }

  private Column column(int source, boolean keeps) {
    int n = inOrder.size();
    int[] counts = new int[n];
    double[] totals = new double[n];
    double[][] values = new double[keeps ? n : 0][];
    for (int unit = 0; unit < n; unit++) {
      counts[unit] = inOrder.get(unit).counts[source];
      totals[unit] = inOrder.get(unit).totals[source];
      if (keeps) {
        values[unit] = inOrder.get(unit).values[source];
      }
    }
    return new Column(counts, totals, values);
  }
}
