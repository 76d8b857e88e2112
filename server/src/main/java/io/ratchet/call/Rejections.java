// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Problem;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Entries of the spool that could not be applied: kept with the reason, so that none stops it. */
final class Rejections {
  private static final int PAYLOAD_LIMIT = 64 << 10;

  private Rejections() {}

  static void insert(
      Handle handle, int node, List<Ingestion.Rejected> rejected, long first, long now) {
    for (int i = 0; i < rejected.size(); i++) {
      Ingestion.Rejected one = rejected.get(i);
      byte[] payload = one.entry().payload();
      handle
          .createUpdate(
              """
              INSERT INTO call_rejected (sequence, time, node, type, reason, payload)
              VALUES (:sequence, :time, :node, :type, :reason, :payload)
              """)
          .bind("sequence", first + i)
          .bind("time", now)
          .bind("node", node)
          .bind("type", one.entry().type())
          .bind("reason", Problem.shorten(one.reason()))
          .bind("payload", Arrays.copyOf(payload, Math.min(payload.length, PAYLOAD_LIMIT)))
          .execute();
    }
  }
}
