// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/** Says what did not go well in the log of the host. */
final class LoggingListener implements ClientListener {
  private static final int IDS_SHOWN = 5;

  private final Logger logger;

  LoggingListener(Logger logger) {
    this.logger = logger;
  }

  @Override
  public void lost(long records, Loss reason) {
    logger.log(Level.WARNING, () -> "lost " + records + " records: " + why(reason));
  }

  private static String why(Loss reason) {
    return switch (reason) {
      case FULL -> "the buffer is full";
      case CLOSED -> "the client is closed";
      case GIVEN_UP -> "the server failed on them again and again";
    };
  }

  @Override
  public void refused(Refusal refusal) {
    List<String> ids = refusal.ids();
    List<String> shown = ids.subList(0, Math.min(IDS_SHOWN, ids.size()));
    logger.log(
        Level.WARNING,
        () ->
            "%d %s refused with status %d: %s (%s%s)"
                .formatted(
                    ids.size(),
                    refusal.what(),
                    refusal.status(),
                    refusal.detail(),
                    String.join(", ", shown),
                    shown.size() < ids.size() ? ", ..." : ""));
  }

  /** An outage is news once, and a detail afterwards. */
  @Override
  public void delayed(String reason, int failures, Duration wait) {
    logger.log(
        failures == 1 ? Level.WARNING : Level.DEBUG,
        () -> "cannot send: %s; trying again in %s".formatted(reason, wait));
  }
}
