// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.call.WatchedCalls.Labelled;
import io.ratchet.call.WatchedCalls.Watched;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Somebody else who adds up what the follower reads, in the same transaction and so once. */
@FunctionalInterface
public interface CallWatcher {
  void watch(Handle handle, List<Watched> calls, List<Labelled> labels);
}
