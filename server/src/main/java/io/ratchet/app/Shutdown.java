// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import java.util.concurrent.CountDownLatch;

/**
 * Ends the server when the process is told to stop (SIGTERM, SIGINT): running requests and streams
 * finish within the grace period, then the process leaves.
 */
final class Shutdown {
  private Shutdown() {}

  static void onSignal(App app, CountDownLatch stopped) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  app.close();
                  stopped.countDown();
                }));
  }
}
