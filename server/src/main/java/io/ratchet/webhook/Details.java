// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.journal.Entry;
import tools.jackson.databind.node.ObjectNode;

/** Completes what is told of an entry with what the journal does not say, such as a template. */
@FunctionalInterface
public interface Details {
  /**
   * Fills in what is null and known. It may be called more than once for an entry.
   *
   * @param data what the event tells in MLflow's words
   */
  void complete(Entry entry, ObjectNode data);
}
