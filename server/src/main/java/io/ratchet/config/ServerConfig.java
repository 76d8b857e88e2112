// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Amounts;
import io.ratchet.base.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens, and what it takes in.
 *
 * @param host the address it binds to
 * @param port 0 for one that the system chooses
 * @param maxBody the most bytes of a request body
 * @param maxHeader the most bytes of the header lines of a request
 * @param maxConnections how many connections may be open at once
 * @param requestTimeout how long a request may take until its answer ends
 * @param idleTimeout how long a connection without a request stays open
 * @param shutdownGrace how long running requests and streams may go on once a stop is asked for
 */
public record ServerConfig(
    String host,
    int port,
    long maxBody,
    long maxHeader,
    int maxConnections,
    Duration requestTimeout,
    Duration idleTimeout,
    Duration shutdownGrace) {
  public ServerConfig {
    if (port < 0 || port > 65_535) {
      throw Failure.invalid("port must be from 0 to 65535, got " + port, "choose a free port");
    }
    if (maxHeader > maxBody) {
      throw Failure.invalid(
          "max_header (%s) must not be above max_body (%s)"
              .formatted(Amounts.print(maxHeader), Amounts.print(maxBody)),
          "lower the one or raise the other");
    }
  }

  /** Reads the section; a host and port under {@code serving} stand in where it has none. */
  static ServerConfig read(Section section, ServingConfig serving) {
    String host = serving.host();
    Integer port = serving.port();
    return new ServerConfig(
        section.text(
            "host",
            host == null ? "127.0.0.1" : host,
            "The address to listen on. Any other than the loopback needs API keys."),
        section.integer(
            "port", port == null ? 8000 : port, 0, 65_535, "The port; 0 picks a free one."),
        section.size("max_body", "16MiB", "1KiB", "1GiB", "The largest request body."),
        section.size("max_header", "16KiB", "1KiB", "1MiB", "The largest header of a request."),
        section.integer(
            "max_connections", 10_000, 1, 1_000_000, "Connections that may be open at once."),
        section.duration(
            "request_timeout", "10m", "1s", "1d", "How long a request may take, streams included."),
        section.duration(
            "idle_timeout", "5m", "1s", "1d", "How long a connection may be without a request."),
        section.duration(
            "shutdown_grace",
            "30s",
            "0s",
            "1h",
            "How long running requests and streams may go on after a stop is asked for."));
  }

  /** Whether only this machine can reach the address. */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  static boolean isLoopback(@Nullable String host) {
    return host != null
        && (host.equals("localhost")
            || host.equals("::1")
            || host.equals("[::1]")
            || host.matches("127(\\.\\d{1,3}){3}"));
  }
}
