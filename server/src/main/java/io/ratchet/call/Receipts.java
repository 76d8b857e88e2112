// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who waits to learn what became of the records they sent. An entry of the spool carries the number
 * of its receipt; numbers begin at a random place, so that entries left by an earlier process are
 * nobody's.
 */
final class Receipts {
  /** What was found out about the records of one request. */
  static final class Receipt {
    private final long number;
    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicInteger unmatched = new AtomicInteger();

    private Receipt(long number) {
      this.number = number;
    }

    long number() {
      return number;
    }

    /** Records whose id was known. */
    int duplicates() {
      return duplicates.get();
    }

    /** Feedback whose call is not there yet. */
    int unmatched() {
      return unmatched.get();
    }
  }

  private final AtomicLong next;
  private final Map<Long, Receipt> open = new ConcurrentHashMap<>();

  Receipts(long first) {
    this.next = new AtomicLong(first);
  }

  Receipt issue() {
    Receipt receipt = new Receipt(next.updateAndGet(last -> last == -1 ? 1 : last + 1));
    open.put(receipt.number, receipt);
    return receipt;
  }

  void close(Receipt receipt) {
    open.remove(receipt.number);
  }

  void settle(Applied applied) {
    applied
        .duplicates()
        .forEach((number, count) -> {
          Receipt receipt = open.get(number);
          if (receipt != null) {
            receipt.duplicates.addAndGet(count);
          }
        });
    applied
        .unmatched()
        .forEach((number, count) -> {
          Receipt receipt = open.get(number);
          if (receipt != null) {
            receipt.unmatched.addAndGet(count);
          }
        });
  }
}
