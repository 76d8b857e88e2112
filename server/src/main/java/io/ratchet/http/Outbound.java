// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sends requests to other servers: the one way out. It sends each message once, as it is, and hands
 * the answer back while its body still arrives; whether to try again is the sender's decision.
 *
 * <p>Implementations are thread-safe and block the calling thread.
 */
public interface Outbound extends AutoCloseable {

  /** What is sent: headers are written as given, {@code content-length} is added. */
  record Message(String method, URI uri, Map<String, String> headers, byte[] body) {
    public Message {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * Sends a message and waits for the head of its answer.
   *
   * @param deadline for everything, the end of the body included; when it passes the connection is
   *     cut, whatever it is doing
   */
  Reply send(Message message, Duration deadline) throws OutboundFault;

  @Override
  void close();

  /** An answer whose body may still be on its way. Its owner closes or aborts it. */
  interface Reply extends AutoCloseable {
    int status();

    /** Headers by lower-case name; repeated ones are joined by a comma. */
    Map<String, String> headers();

    default Optional<String> header(String name) {
      return Optional.ofNullable(headers().get(name));
    }

    /** The body as it arrives; its faults are {@link OutboundFault}. */
    InputStream body();

    /** Ends the exchange; a body that was read to its end leaves the connection for the next. */
    @Override
    void close();

    /** Cuts the connection now, so that the other side stops working. Any thread may call it. */
    void abort();
  }

  /** Headers in the form that {@link Reply#headers} promises. */
  static Map<String, String> headers(Iterable<? extends Map.Entry<String, String>> headers) {
    Map<String, String> joined = new TreeMap<>();
    for (Map.Entry<String, String> header : headers) {
      joined.merge(
          header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + ", " + b);
    }
    return joined;
  }

  /** Reads at most {@code limit} bytes; a longer body is a fault of the other side. */
  static byte[] readWhole(Reply reply, int limit) throws OutboundFault {
    try {
      byte[] bytes = reply.body().readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new OutboundFault(
            OutboundFault.Kind.BROKEN, "the answer is longer than " + limit + " bytes", null);
      }
      return bytes;
    } catch (IOException e) {
      throw OutboundFault.of(e);
    }
  }
}
