// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import java.time.Instant;
import java.util.List;

/** Things whose artifacts may go. */
@FunctionalInterface
public interface Deleted {
  /** Where the artifacts begin of what was deleted before a moment and is deleted still. */
  List<String> rootsBefore(Instant moment);
}
