// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The rows of parameters. */
final class ParamStore {
  private ParamStore() {}

  /** A parameter that is to be stored. */
  record New(RunStore.Place run, Param param) {}

  /**
   * The parameters of runs.
   *
   * @param keys of which names; empty for all
   */
  static Map<Long, List<Param>> of(Handle handle, Collection<Long> runs, Collection<String> keys) {
    return Rows.byRun(
        handle,
        "run_param",
        runs,
        keys,
        row -> new Param(row.getString("key"), row.getString("value")));
  }

  /** Adds parameters; answers whether all of them were new. */
  static boolean insert(Handle handle, List<New> params) {
    int[] inserted =
        Rows.change(
            handle,
            """
            INSERT INTO run_param (run, key, group_id, value) VALUES (?, ?, ?, ?)
            ON CONFLICT (run, key) DO NOTHING
            """,
            params,
            (statement, row) -> {
              statement.setLong(1, row.run().number());
              statement.setString(2, row.param().key());
              statement.setLong(3, row.run().groupId());
              statement.setString(4, row.param().value());
            });
    return Arrays.stream(inserted).allMatch(count -> count == 1);
  }
}
