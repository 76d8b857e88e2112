// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Records between those who give them and the one who sends them. It never holds more than its
 * bounds, what is on its way included, and never makes a giver wait.
 */
final class Buffer {
  private static final long NEVER = Long.MAX_VALUE;

  private final Settings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition settled = lock.newCondition();
  private final Map<Lane, Line> lines = new EnumMap<>(Lane.class);
  private long records;
  private long bytes;
  private boolean woken;
  private boolean hurry;
  private boolean closed;

  Buffer(Settings settings) {
    this.settings = settings;
    for (Lane lane : Lane.values()) {
      lines.put(lane, new Line());
    }
  }

  /** A lane's records; the three counts are of records since the start. */
  private static final class Line {
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private long bytes;
    private long given;
    private long settled;

    /** Up to where somebody waits for them, so that they are due at once. */
    private long wanted;
  }

  /** False where there is no room, or no more to come. */
  boolean offer(Lane lane, Entry entry) {
    lock.lock();
    try {
      long size = entry.size();
      if (closed || records == settings.bufferRecords() || bytes + size > settings.bufferBytes()) {
        return false;
      }
      Line line = line(lane);
      line.waiting.add(entry);
      line.bytes += size;
      line.given++;
      records++;
      bytes += size;
      if (line.waiting.size() == 1 || isFull(line)) {
        wake();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the next records to send from a lane that is due; the lane with the oldest record first.
   *
   * @param maxBytes of the records together; the first is taken whatever its size
   * @return null where nothing is due
   */
  @Nullable Batch take(long now, long maxBytes) {
    lock.lock();
    try {
      Lane oldest = null;
      for (Lane lane : Lane.values()) {
        if (untilDue(line(lane), now) <= 0
            && (oldest == null || age(line(lane), now) > age(line(oldest), now))) {
          oldest = lane;
        }
      }
      return oldest == null ? null : new Batch(oldest, head(line(oldest), maxBytes));
    } finally {
      lock.unlock();
    }
  }

  private List<Entry> head(Line line, long maxBytes) {
    List<Entry> head = new ArrayList<>();
    long size = 0;
    while (head.size() < settings.batchRecords()) {
      Entry next = line.waiting.peek();
      if (next == null || (!head.isEmpty() && size + next.size() > maxBytes)) {
        break;
      }
      head.add(line.waiting.remove());
      size += next.size();
    }
    line.bytes -= size;
    return head;
  }

  /** Nanoseconds until a batch is due. */
  long untilDue(long now) {
    lock.lock();
    try {
      return lines.values().stream().mapToLong(line -> untilDue(line, now)).min().orElse(NEVER);
    } finally {
      lock.unlock();
    }
  }

  private long untilDue(Line line, long now) {
    if (line.waiting.isEmpty()) {
      return NEVER;
    }
    boolean isDue = closed || isFull(line) || line.settled < line.wanted;
    return isDue ? 0 : Math.max(0, settings.flushInterval().toNanos() - age(line, now));
  }

  private boolean isFull(Line line) {
    return line.waiting.size() >= settings.batchRecords() || line.bytes >= settings.batchBytes();
  }

  private static long age(Line line, long now) {
    return now - line.waiting.element().tick();
  }

  /** Makes room: these were sent, or never will be. */
  void release(List<Entry> entries) {
    lock.lock();
    try {
      records = Math.max(0, records - entries.size());
      bytes = Math.max(0, bytes - entries.stream().mapToLong(Entry::size).sum());
    } finally {
      lock.unlock();
    }
  }

  /** Tells those who wait that a batch is done with, whatever became of it. */
  void settle(Batch batch) {
    lock.lock();
    try {
      line(batch.lane()).settled += batch.entries().size();
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many records wait or are on their way. */
  long size() {
    lock.lock();
    try {
      return records;
    } finally {
      lock.unlock();
    }
  }

  /** Makes all that is here due at once, and waits until it is done with. */
  boolean flush(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      lines.values().forEach(line -> line.wanted = line.given);
      hurry();
      Map<Lane, Long> goals = new EnumMap<>(Lane.class);
      lines.forEach((lane, line) -> goals.put(lane, line.given));
      long left = nanos;
      while (goals.entrySet().stream().anyMatch(e -> line(e.getKey()).settled < e.getValue())) {
        if (left <= 0) {
          return false;
        }
        left = settled.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; what is here is due at once. */
  void close() {
    lock.lock();
    try {
      closed = true;
      hurry();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what is left; how many records that are. */
  long abandon() {
    lock.lock();
    try {
      long left = records;
      records = 0;
      bytes = 0;
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is nothing left and nothing to come. */
  boolean isDone() {
    lock.lock();
    try {
      return closed && records == 0;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody began to wait since the last question: then a pause is cut short once. */
  boolean takeHurry() {
    lock.lock();
    try {
      boolean was = hurry;
      hurry = false;
      return was;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there may be something to do. */
  void await(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!woken && left > 0) {
        left = work.awaitNanos(left);
      }
      woken = false;
    } finally {
      lock.unlock();
    }
  }

  private void hurry() {
    hurry = true;
    wake();
  }

  private void wake() {
    woken = true;
    work.signal();
  }

  private Line line(Lane lane) {
    Line line = lines.get(lane);
    if (line == null) {
      throw new IllegalStateException("no line for " + lane);
    }
    return line;
  }
}
