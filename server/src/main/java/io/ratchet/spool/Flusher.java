// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import io.ratchet.base.Failure;
import java.time.Duration;

/** Forces what was appended and nobody forced, at the latest an interval after it was appended. */
final class Flusher implements Runnable {
  private final Log log;
  private final Health health;
  private final Duration interval;

  Flusher(Log log, Health health, Duration interval) {
    this.log = log;
    this.health = health;
    this.interval = interval;
  }

  /** Ends when the log is closed or has failed. */
  @Override
  public void run() {
    while (health.failed() == null && log.awaitUnforced()) {
      log.pause(interval);
      try {
        log.force(log.end());
      } catch (Failure e) {
        if (health.failed() == null) {
          throw e;
        }
        return; // reported where it happened, and in the status
      }
    }
  }
}
