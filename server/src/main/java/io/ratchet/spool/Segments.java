// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a log, by position, and how much of them is still needed. Readers walk them
 * without a lock; the newest is the one being written and always stays.
 */
final class Segments {
  private final ConcurrentNavigableMap<Long, Segment> byBase = new ConcurrentSkipListMap<>();
  private final AtomicLong pendingBytes = new AtomicLong();
  private Released released;

  /** Everything before {@code position} is applied; the entry there has number {@code sequence}. */
  record Released(long position, long sequence) {}

  /**
   * @param found oldest first
   * @param newest the one to be written
   */
  Segments(List<Segment> found, Segment newest) {
    Segment oldest = found.isEmpty() ? newest : found.getFirst();
    released = new Released(oldest.base(), oldest.sequence());
    for (Segment segment : found) {
      byBase.put(segment.base(), segment);
      grew(segment.end() - segment.base());
    }
    add(newest);
  }

  void add(Segment newest) {
    byBase.put(newest.base(), newest);
  }

  /** The newest segment got so many bytes. */
  void grew(long bytes) {
    pendingBytes.addAndGet(bytes);
  }

  long pendingBytes() {
    return pendingBytes.get();
  }

  int count() {
    return byBase.size();
  }

  boolean holds(Segment segment) {
    return byBase.containsKey(segment.base());
  }

  synchronized Released released() {
    return released;
  }

  /** The segment to read a position from: the one that holds it, else the next with entries. */
  @Nullable Segment at(long position) {
    Map.Entry<Long, Segment> floor = byBase.floorEntry(position);
    if (floor != null && floor.getValue().end() > position) {
      return floor.getValue();
    }
    for (Segment segment : byBase.tailMap(position, false).values()) {
      if (!segment.isEmpty()) {
        return segment;
      }
    }
    return null;
  }

  /**
   * Moves the release forward and returns the segments that nobody needs now, oldest first. One
   * whose successor a power cut could still take stays: it is what keeps positions from going back.
   */
  synchronized List<Segment> release(Released to, long forced) {
    if (to.position() <= released.position()) {
      return List.of();
    }
    List<Segment> gone = new ArrayList<>();
    for (Segment segment : byBase.values()) {
      long from = Math.max(released.position(), segment.base());
      long until = Math.min(to.position(), segment.end());
      grew(-Math.max(0, until - from));
      if (segment.end() <= to.position() && segment.end() < forced) {
        gone.add(segment);
      }
    }
    gone.forEach(segment -> byBase.remove(segment.base()));
    released = new Released(to.position(), Math.max(released.sequence(), to.sequence()));
    return gone;
  }
}
