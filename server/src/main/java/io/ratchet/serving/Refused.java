// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;

/** A request whose version was found and which then failed; its calls are written. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;
  private final transient LiveModels.Resolved version;

  Refused(Failure failure, LiveModels.Resolved version) {
    super(failure);
    this.failure = failure;
    this.version = version;
  }

  Failure failure() {
    return failure;
  }

  LiveModels.Resolved version() {
    return version;
  }

  /** Whether it may be otherwise in a moment. */
  static boolean passes(Failure failure) {
    return failure.code() == ErrorCode.EXHAUSTED || failure.code() == ErrorCode.UNAVAILABLE;
  }
}
