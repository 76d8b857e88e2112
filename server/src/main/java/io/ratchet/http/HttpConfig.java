// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import java.time.Duration;

/**
 * Where the server listens and how much it takes.
 *
 * @param port 0 picks a free one
 * @param maxBodyBytes largest request body, up to 1 GiB
 * @param maxHeaderBytes largest request line plus headers
 * @param readTimeout how long a started request may keep silent
 * @param idleTimeout how long a connection without a request stays open
 * @param shutdownGrace how long running requests may finish after a stop
 */
public record HttpConfig(
    String host,
    int port,
    long maxBodyBytes,
    int maxHeaderBytes,
    int backlog,
    Duration readTimeout,
    Duration idleTimeout,
    Duration shutdownGrace) {
  private static final long BODY_LIMIT = 1L << 30;

  public HttpConfig {
    if (maxBodyBytes < 1 || maxBodyBytes > BODY_LIMIT) {
      throw new IllegalArgumentException("maxBodyBytes: " + maxBodyBytes);
    }
  }

  public static HttpConfig local(int port) {
    return new HttpConfig(
        "127.0.0.1",
        port,
        16L << 20,
        32 << 10,
        1024,
        Duration.ofSeconds(60),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30));
  }
}
