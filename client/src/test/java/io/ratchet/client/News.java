// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what a client reports, as lines. */
final class News implements ClientListener {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> delays = new LinkedBlockingQueue<>();

  List<String> lines() {
    return lines;
  }

  /** Waits until a batch could not be sent. */
  String awaitDelay() throws InterruptedException {
    return delays.take();
  }

  @Override
  public void lost(long records, Loss reason) {
    lines.add("lost " + records + " " + reason);
  }

  @Override
  public void refused(Refusal refusal) {
    lines.add(
        "refused %s %s %d %s"
            .formatted(refusal.what(), refusal.ids(), refusal.status(), refusal.detail()));
  }

  @Override
  public void delayed(String reason, int failures, Duration wait) {
    delays.add(reason);
  }
}
