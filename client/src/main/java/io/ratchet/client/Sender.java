// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches from the buffer and gets them to the server. One batch is under way at a time, so
 * that records of a lane arrive in the order they were given; each turn sends at most one request.
 * Used by one thread.
 */
final class Sender {
  private final Buffer buffer;
  private final Transport transport;
  private final Settings settings;
  private final Ticker ticker;
  private final Backoff backoff;
  private final Reports reports;

  private @Nullable Batch batch;

  /** What of the batch is still to be sent. */
  private final Deque<List<Entry>> parts = new ArrayDeque<>();

  private long maxBytes;
  private int failures;
  private int serversFaults;
  private long notBefore;

  Sender(
      Buffer buffer,
      Transport transport,
      Settings settings,
      Ticker ticker,
      Backoff backoff,
      Reports reports) {
    this.buffer = buffer;
    this.transport = transport;
    this.settings = settings;
    this.ticker = ticker;
    this.backoff = backoff;
    this.reports = reports;
    this.maxBytes = settings.recordsBytes();
    this.notBefore = ticker.nanos();
  }

  /** Sends until the buffer is closed and empty, or the thread is interrupted. */
  void run() {
    try {
      while (!buffer.isDone()) {
        buffer.await(turn());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reports.reportFull();
  }

  /**
   * Does what is due now.
   *
   * @return nanoseconds until something may be due again
   */
  long turn() throws InterruptedException {
    reports.reportFull();
    long now = ticker.nanos();
    Batch current = batch;
    if (current == null) {
      current = buffer.take(now, maxBytes);
      if (current == null) {
        return buffer.untilDue(now);
      }
      batch = current;
      parts.add(current.entries());
    }
    if (buffer.takeHurry()) {
      failures = 0;
      notBefore = now;
    }
    if (notBefore - now > 0) {
      // Not longer than a flush interval, so that losses are reported during an outage too.
      return Math.min(notBefore - now, settings.flushInterval().toNanos());
    }
    send(current.lane(), parts.removeFirst());
    if (parts.isEmpty()) {
      buffer.settle(current);
      batch = null;
    }
    return 0;
  }

  private void send(Lane lane, List<Entry> part) throws InterruptedException {
    ReplyPolicy.Next next;
    try {
      Transport.Reply reply =
          transport.post(lane.path(), body(lane, part), settings.requestTimeout());
      next = ReplyPolicy.decide(reply, lane, part.size());
    } catch (IOException e) {
      next = new ReplyPolicy.Next.Later(String.valueOf(e.getMessage()), null, false);
    } catch (InterruptedException e) {
      parts.addFirst(part);
      throw e;
    }
    if (!(next instanceof ReplyPolicy.Next.Later)) {
      failures = 0;
      serversFaults = 0;
    }
    switch (next) {
      case ReplyPolicy.Next.Accepted accepted -> {
        reports.sent(part.size());
        buffer.release(part);
      }
      case ReplyPolicy.Next.Later later -> delay(part, later);
      case ReplyPolicy.Next.Without without -> split(lane, part, without);
      case ReplyPolicy.Next.Halved halved -> halve(part, halved.isTooLarge());
      case ReplyPolicy.Next.Refused refused -> {
        refuse(lane, part, refused.status(), refused.detail());
      }
    }
  }

  private void delay(List<Entry> part, ReplyPolicy.Next.Later later) {
    failures++;
    serversFaults += later.isServersFault() ? 1 : 0;
    if (serversFaults >= settings.attempts()) {
      serversFaults = 0;
      failures = 0;
      reports.givenUp(part.size());
      buffer.release(part);
      return;
    }
    parts.addFirst(part);
    Duration wait = backoff.after(failures, later.retryAfter());
    notBefore = ticker.nanos() + wait.toNanos();
    reports.delayed(later.reason(), failures, wait);
  }

  private void split(Lane lane, List<Entry> part, ReplyPolicy.Next.Without without) {
    List<Entry> good = new ArrayList<>();
    for (int i = 0; i < part.size(); i++) {
      String fault = without.faults().get(i);
      if (fault == null) {
        good.add(part.get(i));
      } else {
        refuse(lane, List.of(part.get(i)), without.status(), fault);
      }
    }
    if (!good.isEmpty()) {
      parts.addFirst(good);
    }
  }

  /** The earlier half goes first; after one that was too large, batches stay smaller. */
  private void halve(List<Entry> part, boolean isTooLarge) {
    int half = part.size() / 2;
    parts.addFirst(part.subList(half, part.size()));
    parts.addFirst(part.subList(0, half));
    if (isTooLarge) {
      long bytes = part.stream().mapToLong(Entry::size).sum();
      maxBytes = Math.max(1, Math.min(maxBytes, bytes / 2));
    }
  }

  private void refuse(Lane lane, List<Entry> part, int status, String detail) {
    List<String> ids = part.stream().map(Entry::id).toList();
    reports.refused(new Refusal(lane.plural(), ids, status, detail));
    buffer.release(part);
  }

  private static byte[] body(Lane lane, List<Entry> part) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(("{\"" + lane.plural() + "\":[").getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < part.size(); i++) {
      if (i > 0) {
        body.write(',');
      }
      body.writeBytes(part.get(i).json());
    }
    body.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }
}
