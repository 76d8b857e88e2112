// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The rows of exposures: inserted, never changed. */
final class ExposureStore {
  private ExposureStore() {}

  /**
   * Inserts those that are not known yet, the first of several that are the same, and answers how
   * many there were. They go in by their key, so that two transactions never wait for each other.
   */
  static int insert(Handle handle, Collection<Exposure> exposures) {
    SequencedMap<Exposure.Key, Exposure> firsts = new TreeMap<>();
    exposures.forEach(exposure -> firsts.putIfAbsent(exposure.key(), exposure));
    int[] inserted =
        Bulk.change(
            handle,
            """
            INSERT INTO exposure
              (experiment, unit, variant, version, time, revision, source, segment, client)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (experiment, unit, variant) DO NOTHING
            """,
            firsts.values(),
            ExposureStore::bind);
    int fresh = 0;
    for (int rows : inserted) {
      fresh += rows;
    }
    return fresh;
  }

  private static int bind(PreparedStatement row, int last, Exposure exposure) throws SQLException {
    row.setString(1, exposure.experiment());
    row.setString(2, exposure.unit());
    row.setString(3, exposure.variant());
    row.setString(4, exposure.version());
    row.setLong(5, exposure.time().toEpochMilli());
    if (exposure.revision() == null) {
      row.setNull(6, Types.BIGINT);
    } else {
      row.setLong(6, exposure.revision());
    }
    row.setString(7, exposure.source().word());
    row.setString(8, exposure.segment());
    row.setString(9, exposure.client());
    return 9;
  }
}
