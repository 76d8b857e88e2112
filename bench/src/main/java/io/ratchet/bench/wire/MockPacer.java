// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * Sends the deltas of all streams of the mock, each at its time, from one thread: hundreds of
 * streams cost one wake-up for those that are due, not one each.
 */
final class MockPacer {
  private static final long PACE_NANOS = 20_000_000;

  private final DelayQueue<Stream> due = new DelayQueue<>();

  /** One stream on its way. */
  private static final class Stream implements Delayed {
    private final OutputStream out;
    private final boolean usage;
    private final CountDownLatch end = new CountDownLatch(1);
    private long at;
    private int number;

    Stream(OutputStream out, boolean usage, long at) {
      this.out = out;
      this.usage = usage;
      this.at = at;
    }

    /** Whether there is more to send. */
    boolean step() throws IOException {
      if (number < MockAnswers.DELTAS) {
        out.write(MockAnswers.delta(number, System.nanoTime()));
        number++;
        at += PACE_NANOS;
        return true;
      }
      out.write(MockAnswers.streamEnd(usage));
      return false;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  MockPacer start() {
    Thread.ofPlatform().daemon().name("mock-pacer").start(this::run);
    return this;
  }

  /** Sends one stream; returns when its last byte is written, or the other side has gone. */
  void send(OutputStream out, boolean usage) throws IOException, InterruptedException {
    out.write(MockAnswers.streamBegin());
    Stream stream = new Stream(out, usage, System.nanoTime());
    due.add(stream);
    stream.end.await();
  }

  private void run() {
    try {
      while (true) {
        Stream stream = due.take();
        if (goesOn(stream)) {
          due.add(stream);
        } else {
          stream.end.countDown();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A caller that has gone ends its own stream only. */
  private static boolean goesOn(Stream stream) {
    try {
      return stream.step();
    } catch (IOException e) {
      return false;
    }
  }
}
