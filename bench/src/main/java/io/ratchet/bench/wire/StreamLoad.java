// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.wire;

import io.ratchet.bench.harness.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Many streams at once, read by one thread: it knows when every delta left the mock and when it
 * came here, and notices each that is missing or out of order.
 */
public final class StreamLoad {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long STEP_MILLIS = 1;
  private static final int BUFFER = 64 << 10;

  private StreamLoad() {}

  /**
   * What came of it.
   *
   * @param first from the sending of a request to its first delta
   * @param delay from the mock's sending of a delta to its arrival
   * @param gap between one delta and the next
   * @param lost deltas that never came, or not in their place
   * @param broken streams that did not come to their end
   * @param fault the reason of one of those
   */
  public record Outcome(
      Samples first, Samples delay, Samples gap, long lost, long broken, String fault) {}

  /** So many streams, their starts spread over a second so that their paces are not in step. */
  public static Outcome run(int port, byte[] request, int streams) throws IOException {
    List<Stream> all = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < streams; i++) {
        all.add(Stream.open(selector, port));
      }
      follow(selector, all, ByteBuffer.wrap(request));
    } finally {
      for (Stream stream : all) {
        stream.channel.close();
      }
    }
    return outcome(all);
  }

  private static void follow(Selector selector, List<Stream> all, ByteBuffer request)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    long start = System.nanoTime();
    long spread = TimeUnit.SECONDS.toNanos(1) / all.size();
    long lastNews = start;
    int begun = 0;
    int ended = 0;
    while (ended < all.size()) {
      long now = System.nanoTime();
      while (begun < all.size() && now >= start + begun * spread) {
        all.get(begun++).send(request.duplicate());
        lastNews = now;
      }
      if (selector.select(STEP_MILLIS) > 0) {
        lastNews = now;
        ended += read(selector, buffer);
      } else if (now - lastNews > PATIENCE_NANOS) {
        return;
      }
    }
  }

  /** Reads what there is; how many streams that ended. */
  private static int read(Selector selector, ByteBuffer buffer) {
    int ended = 0;
    for (SelectionKey key : selector.selectedKeys()) {
      Stream stream = (Stream) key.attachment();
      if (stream.readSome(buffer)) {
        key.cancel();
        ended++;
      }
    }
    selector.selectedKeys().clear();
    return ended;
  }

  private static Outcome outcome(List<Stream> all) {
    long[] first = new long[all.size()];
    List<long[]> delays = new ArrayList<>();
    List<long[]> gaps = new ArrayList<>();
    long lost = 0;
    long broken = 0;
    String fault = "";
    int begun = 0;
    for (Stream stream : all) {
      delays.add(Arrays.copyOf(stream.delays, stream.received));
      gaps.add(Arrays.copyOf(stream.gaps, Math.max(0, stream.received - 1)));
      if (stream.received > 0) {
        first[begun++] = stream.first;
      }
      lost += MockAnswers.DELTAS - stream.received;
      if (!stream.whole) {
        broken++;
        fault = stream.fault;
      }
    }
    return new Outcome(
        new Samples(Arrays.copyOf(first, begun)),
        Samples.of(delays),
        Samples.of(gaps),
        lost,
        broken,
        fault);
  }

  /** One stream and what came of it so far. */
  private static final class Stream implements SseBytes.Sink {
    private final SocketChannel channel;
    private final SseBytes bytes = new SseBytes(this);
    private final long[] delays = new long[MockAnswers.DELTAS];
    private final long[] gaps = new long[MockAnswers.DELTAS];
    private long sent;
    private long first;
    private long last;
    private long now;
    private int received;
    private int next;
    private boolean done;
    private boolean whole;
    private String fault = "the stream stood still";

    private Stream(SocketChannel channel) {
      this.channel = channel;
    }

    static Stream open(Selector selector, int port) throws IOException {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Stream stream = new Stream(channel);
      channel.register(selector, SelectionKey.OP_READ, stream);
      return stream;
    }

    /** Sends the request, which the empty buffer of the socket takes at once. */
    void send(ByteBuffer request) throws IOException {
      sent = System.nanoTime();
      while (request.hasRemaining()) {
        channel.write(request);
      }
    }

    /** Whether the stream has ended with this, well or not. */
    boolean readSome(ByteBuffer buffer) {
      try {
        buffer.clear();
        int read = channel.read(buffer);
        now = System.nanoTime();
        if (read < 0) {
          fault = "the connection ended";
          return true;
        }
        bytes.take(buffer.flip());
        whole = done && bytes.isAtEnd();
        return bytes.isAtEnd();
      } catch (IOException e) {
        fault = e.toString();
        return true;
      }
    }

    @Override
    public void event(String event) throws IOException {
      int mark = event.indexOf(MockAnswers.MARK);
      if (event.equals("data: [DONE]")) {
        done = true;
      } else if (mark >= 0) {
        delta(event, mark + MockAnswers.MARK.length());
      } else if (event.contains("\"error\"")) {
        throw new IOException(event);
      }
    }

    private void delta(String event, int at) {
      int colon = event.indexOf(':', at);
      int number = Integer.parseInt(event, at, colon, 10);
      if (number < next) {
        return; // out of its place: as good as lost
      }
      next = number + 1;
      delays[received] = now - Long.parseLong(event, colon + 1, event.indexOf(' ', colon), 10);
      if (received == 0) {
        first = now - sent;
      } else {
        gaps[received - 1] = now - last;
      }
      last = now;
      received++;
    }
  }
}
