// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Takes the bytes of one chunked answer as they come and hands out each server-sent event, however
 * the bytes were cut.
 */
final class SseBytes {
  /** Takes the text of one event. */
  interface Sink {
    void event(String event) throws IOException;
  }

  private enum State {
    HEAD,
    SIZE,
    DATA,
    DATA_END,
    END
  }

  private static final int LIMIT = 64 << 10;

  private final Sink sink;
  private State state = State.HEAD;
  private byte[] line = new byte[256];
  private int lineLength;
  private byte[] event = new byte[1024];
  private int eventLength;
  private int left;
  private boolean begun;

  SseBytes(Sink sink) {
    this.sink = sink;
  }

  boolean isAtEnd() {
    return state == State.END;
  }

  void take(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining() && state != State.END) {
      if (state == State.DATA) {
        data(bytes.get());
        if (--left == 0) {
          state = State.DATA_END;
        }
      } else if (endsLine(bytes.get())) {
        String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
        lineLength = 0;
        line(text);
      }
    }
  }

  private boolean endsLine(byte next) throws IOException {
    if (next == '\n') {
      return true;
    }
    if (next != '\r') {
      line = room(line, lineLength);
      line[lineLength++] = next;
    }
    return false;
  }

  private void line(String text) throws IOException {
    switch (state) {
      case HEAD -> head(text);
      case SIZE -> {
        left = Integer.parseInt(text, 16);
        state = left == 0 ? State.END : State.DATA;
      }
      case DATA_END -> state = State.SIZE;
      case DATA, END -> throw new IllegalStateException(state.toString());
    }
  }

  private void head(String text) throws IOException {
    if (!begun) {
      begun = true;
      if (!text.startsWith("HTTP/1.1 200")) {
        throw new IOException("the stream was refused: " + text);
      }
    } else if (text.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
      throw new IOException("a stream with a length: " + text);
    } else if (text.isEmpty()) {
      state = State.SIZE;
    }
  }

  private void data(byte next) throws IOException {
    event = room(event, eventLength);
    event[eventLength++] = next;
    if (next == '\n' && eventLength > 1 && event[eventLength - 2] == '\n') {
      sink.event(new String(event, 0, eventLength - 2, StandardCharsets.UTF_8));
      eventLength = 0;
    }
  }

  private static byte[] room(byte[] bytes, int used) throws IOException {
    if (used == LIMIT) {
      throw new IOException("a line or an event is longer than " + LIMIT + " bytes");
    }
    return used < bytes.length ? bytes : Arrays.copyOf(bytes, used * 2);
  }
}
