// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request while it arrives. It refuses what grows beyond its limit as soon as it
 * does, tells a body that broke off from one that ended, and knows what is left of it when its
 * request has been answered.
 */
final class Body extends InputStream {
  /** Most of a body that is read only so that its sender comes to look at the answer. */
  private static final long DRAIN_BYTES = 256L << 20;

  private static final int DRAIN_BUFFER = 64 << 10;

  private final ServerRequest request;
  private final long length;
  private @Nullable InputStream in;
  private Route.BodyLimit limit = new Route.BodyLimit(Long.MAX_VALUE, "");
  private long read;
  private boolean ended;

  Body(ServerRequest request) {
    this.request = request;
    this.length = request.headers().contentLength().orElse(-1);
    this.ended = !request.content().hasEntity();
  }

  /** Refuses a body that says that it is too long, before a handler runs that may not read it. */
  void limit(Route.BodyLimit most) {
    limit = most;
    if (length > most.bytes()) {
      throw tooLarge();
    }
  }

  private Failure tooLarge() {
    return new Failure(
        ErrorCode.TOO_LARGE,
        "the body is larger than " + limit.bytes() + " bytes",
        "send less at once, or raise " + limit.setting());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    int n = next(bytes, offset, count);
    if (read > limit.bytes()) {
      throw tooLarge();
    }
    return n;
  }

  private int next(byte[] bytes, int offset, int count) throws IOException {
    if (ended || count == 0) {
      return ended ? -1 : 0;
    }
    int n;
    try {
      if (in == null) {
        in = request.content().inputStream();
      }
      n = in.read(bytes, offset, count);
    } catch (RuntimeException e) {
      throw new CallerGone("the body broke off after " + read + " bytes", e);
    }
    if (n < 0) {
      ended = true;
      if (read < length) {
        String where = read + " of " + length + " bytes";
        throw new CallerGone("the body ended after " + where, new EOFException());
      }
    } else {
      read += n;
    }
    return n;
  }

  /**
   * Whether it is better not to wait for the rest: it is known to be long, or its sender waits for
   * a word that it will now not get.
   */
  boolean isToBeLeft() {
    boolean waiting = in == null && request.headers().contains(HeaderNames.EXPECT);
    return !ended && (waiting || length - read > DRAIN_BYTES);
  }

  /**
   * Reads what nobody has read, so that a sender that only then looks at the answer finds it.
   *
   * @return whether that was all
   */
  boolean drain() throws IOException {
    byte[] buffer = new byte[ended ? 0 : DRAIN_BUFFER];
    for (long drained = 0; !ended && drained < DRAIN_BYTES; ) {
      drained += Math.max(0, next(buffer, 0, buffer.length));
    }
    return ended;
  }
}
