// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.http.OutboundFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of server-sent events (WHATWG HTML, section 9.2) at its blank lines, each event
 * with the bytes it came in. Lines end in LF or CR LF; a lone CR is not taken for a line's end.
 */
final class SseEvents {
  private static final int CHUNK = 8 << 10;
  private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};

  private final InputStream in;
  private final int limit;
  private byte[] buffer = new byte[CHUNK];
  private int start;
  private int end;

  /**
   * Reads from a stream that somebody else closes.
   *
   * @param limit bytes of the longest event
   */
  SseEvents(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /**
   * One event or comment.
   *
   * @param raw as it came, its blank line included
   * @param data of its data lines, joined by line feeds; null where there are none
   */
  record Event(byte[] raw, byte @Nullable [] data) {
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    boolean isDone() {
      return Arrays.equals(data, DONE);
    }
  }

  /** The next event as soon as it is complete, or null at the end of the stream. */
  @Nullable Event next() throws OutboundFault {
    int scanned = start;
    int line = start;
    while (true) {
      for (int i = scanned; i < end; i++) {
        if (buffer[i] == '\n') {
          boolean blank = i == line || (i == line + 1 && buffer[line] == '\r');
          if (blank && line > start) {
            return take(i + 1);
          }
          if (blank) {
            start = i + 1; // blank lines between events carry nothing
          }
          line = i + 1;
        }
      }
      int unread = end - start;
      int lineOffset = line - start;
      if (!fill()) {
        return rest();
      }
      scanned = start + unread;
      line = start + lineOffset;
    }
  }

  /** What the end of the stream left open is dropped, as the standard says, unless it is [DONE]. */
  private @Nullable Event rest() {
    byte[] open = Arrays.copyOfRange(buffer, start, end + 2);
    open[open.length - 2] = '\n';
    open[open.length - 1] = '\n';
    start = end;
    Event event = new Event(open, data(open));
    return event.isDone() ? event : null;
  }

  private Event take(int to) {
    byte[] raw = Arrays.copyOfRange(buffer, start, to);
    start = to;
    return new Event(raw, data(raw));
  }

  /** Reads more behind what is unread; false at the end of the stream. */
  private boolean fill() throws OutboundFault {
    if (start > 0 && (start == end || end == buffer.length)) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      if (buffer.length >= limit) {
        throw new OutboundFault(
            OutboundFault.Kind.BROKEN, "an event is longer than " + limit + " bytes", null);
      }
      buffer = Arrays.copyOf(buffer, Math.min(limit, buffer.length * 2));
    }
    try {
      int read = in.read(buffer, end, buffer.length - end);
      end += Math.max(0, read);
      return read >= 0;
    } catch (IOException e) {
      throw OutboundFault.of(e);
    }
  }

  private static byte @Nullable [] data(byte[] raw) {
    ByteArrayOutputStream out = null;
    int line = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '\n') {
        int lineEnd = i > line && raw[i - 1] == '\r' ? i - 1 : i;
        if (startsWithData(raw, line, lineEnd)) {
          if (out == null) {
            out = new ByteArrayOutputStream(raw.length);
          } else {
            out.write('\n');
          }
          int from = line + DATA.length;
          from += from < lineEnd && raw[from] == ' ' ? 1 : 0;
          out.write(raw, from, lineEnd - from);
        }
        line = i + 1;
      }
    }
    return out == null ? null : out.toByteArray();
  }

  private static boolean startsWithData(byte[] raw, int from, int to) {
    return to - from >= DATA.length
        && Arrays.equals(raw, from, from + DATA.length, DATA, 0, DATA.length);
  }
}
