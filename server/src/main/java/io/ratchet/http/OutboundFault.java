// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request to another server that got no answer, or only a part of one. */
public final class OutboundFault extends IOException {
  private static final long serialVersionUID = 1;

  /** How far it came. */
  public enum Kind {
    /** No connection, so nothing was sent. */
    UNREACHABLE,
    /** The deadline passed, or the other side kept silent for too long. */
    TIMEOUT,
    /** The connection ended before the answer did, or the answer is no HTTP. */
    BROKEN
  }

  private final Kind kind;

  public OutboundFault(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** The fault itself where it is one already, else a broken connection. */
  public static OutboundFault of(IOException e) {
    return e instanceof OutboundFault fault
        ? fault
        : new OutboundFault(Kind.BROKEN, "the connection broke: " + e.getMessage(), e);
  }
}
