// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way to the server. */
interface Transport extends AutoCloseable {
  /**
   * Posts JSON and waits for the whole answer, whatever its status.
   *
   * @param path such as {@code /api/calls}
   * @throws IOException where no whole answer came in time
   * @throws InterruptedException where the wait was interrupted; the request may have arrived
   */
  Reply post(String path, byte[] json, Duration timeout) throws IOException, InterruptedException;

  /** Breaks off what is under way. */
  @Override
  void close();

  /**
   * An answer.
   *
   * @param retryAfter the header of that name, null where there is none
   */
  record Reply(int status, @Nullable String retryAfter, String body) {}
}
