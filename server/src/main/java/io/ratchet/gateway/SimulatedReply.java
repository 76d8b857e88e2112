// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Pause;
import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * An answer that nobody sent, handed out piece by piece.
 *
 * @param headers by lower-case name
 */
record SimulatedReply(int status, Map<String, String> headers, InputStream body)
    implements Outbound.Reply {

  @Override
  public void close() {}

  @Override
  public void abort() {}

  /** Pieces of a body with a pause before each but the first. */
  static final class Paced extends InputStream {
    private final Iterator<String> pieces;
    private final Duration gap;
    private final Pause pause;
    private byte[] piece = new byte[0];
    private int next;
    private boolean begun;

    Paced(List<String> pieces, Duration gap, Pause pause) {
      this.pieces = pieces.iterator();
      this.gap = gap;
      this.pause = pause;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (next == piece.length) {
        if (!pieces.hasNext()) {
          return -1;
        }
        if (begun) {
          sleep(pause, gap);
        }
        begun = true;
        piece = pieces.next().getBytes(StandardCharsets.UTF_8);
        next = 0;
      }
      int count = Math.min(length, piece.length - next);
      System.arraycopy(piece, next, buffer, offset, count);
      next += count;
      return count;
    }
  }

  static void sleep(Pause pause, Duration duration) throws OutboundFault {
    try {
      pause.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutboundFault(OutboundFault.Kind.BROKEN, "the server stops", e);
    }
  }
}
