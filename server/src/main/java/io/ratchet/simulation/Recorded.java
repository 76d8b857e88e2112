// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import java.time.Instant;
import java.util.Map;

/**
 * What was recorded of the control.
 *
 * @param columns by the key of their source; only those with a value
 * @param since from when on calls were read
 * @param first when the first of them came; {@code since} where there are none
 * @param isCut whether there were more calls than are read
 * @param unitsPerDay new units a day, over a day at least
 */
record Recorded(
    Map<String, Column> columns,
    int units,
    int calls,
    Instant since,
    Instant first,
    boolean isCut,
    double unitsPerDay) {
  Recorded {
    columns = Map.copyOf(columns);
  }

  double callsPerUnit() {
    return (double) calls / units;
  }
}
