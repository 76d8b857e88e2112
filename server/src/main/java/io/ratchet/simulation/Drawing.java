// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The unit that was drawn last, as its arm has it; one thread. */
final class Drawing {
  private final Column[] columns;
  private final Shift[][] shifts;
  private final double[] totals;
  private int unit;
  private int arm;

  /**
   * A drawing of the sources.
   *
   * @param shifts of each arm, by the keys of sources; what is absent does not change
   */
  Drawing(Population population, List<String> sources, List<Map<String, Shift>> shifts) {
    this.columns =
        sources.stream().map(key -> population.columns().get(key)).toArray(Column[]::new);
    this.shifts =
        shifts.stream()
            .map(arm ->
                sources.stream()
                    .map(key -> arm.getOrDefault(key, new Shift.None()))
                    .toArray(Shift[]::new))
            .toArray(Shift[][]::new);
    this.totals = new double[columns.length];
  }

  /** Gives a unit to an arm. */
  void draw(int drawn, int toArm, SplittableRandom chance) {
    unit = drawn;
    arm = toArm;
    for (int i = 0; i < columns.length; i++) {
      int count = columns[i].count(drawn);
      totals[i] = count == 0 ? 0 : shifts[toArm][i].total(count, columns[i].total(drawn), chance);
    }
  }

  int count(int source) {
    return columns[source].count(unit);
  }

  double total(int source) {
    return totals[source];
  }

  double value(int source, int index) {
    return shifts[arm][source].value(columns[source].values(unit)[index]);
  }

  /** What the treatment added to the total. */
  double added(int source) {
    return totals[source] - columns[source].total(unit);
  }
}
