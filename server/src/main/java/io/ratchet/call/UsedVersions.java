// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Learns, in the transaction that stores calls, which versions they used. */
@FunctionalInterface
public interface UsedVersions {
  void persistUsed(Handle handle, Set<Call.Subject> versions);
}
