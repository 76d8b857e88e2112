// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import java.time.Duration;

/**
 * Limits of one way out.
 *
 * @param connectTimeout for name, connection and TLS handshake
 * @param silenceTimeout longest pause before the head of an answer and between its bytes
 * @param leaseTimeout how long a request waits for a connection when all are in use
 * @param maxConnectionsPerRoute to one server
 * @param maxConnections to all servers
 * @param idleLifetime an unused connection older than this is not used again
 */
public record OutboundConfig(
    Duration connectTimeout,
    Duration silenceTimeout,
    Duration leaseTimeout,
    int maxConnectionsPerRoute,
    int maxConnections,
    Duration idleLifetime) {

  public static OutboundConfig of(Duration connectTimeout, Duration silence, int connections) {
    return new OutboundConfig(
        connectTimeout,
        silence,
        Duration.ofSeconds(5),
        connections,
        connections,
        Duration.ofSeconds(50));
  }
}
