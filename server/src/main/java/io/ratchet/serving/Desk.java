// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Ids;
import io.ratchet.base.Ticker;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** What serving a request takes, on whichever wire it comes. */
public record Desk(
    LiveModels live,
    LoadedModels loaded,
    CallSink sink,
    ServingLimits limits,
    Ids ids,
    InstantSource time,
    Ticker ticker) {
  /** What a call holds beside its features. */
  static final long DETAIL_BYTES = 1 << 10;

  /** A request came in. */
  Draft begin(Function<String, Optional<String>> headers) {
    return Draft.of(ids.next(), time.instant(), ticker, headers);
  }

  Deadline deadline() {
    return Deadline.in(limits.timeout(), ticker);
  }
}
