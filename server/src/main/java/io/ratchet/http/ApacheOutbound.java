// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The way out over Apache HttpClient 5: pooled connections, small packets sent at once, and none of
 * the library's own redirects, retries, cookies or decompression.
 *
 * <p>The library times single reads only, so one thread watches the deadlines and cancels what is
 * late; a server that trickles its answer cannot hold a request for longer.
 */
public final class ApacheOutbound implements Outbound {
  /** A connection that rested for longer is checked before use, since its peer may have left. */
  private static final TimeValue CHECK_AFTER = TimeValue.ofSeconds(2);

  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines;

  public ApacheOutbound(OutboundConfig config) {
    this(config, _ -> true);
  }

  /**
   * One that connects to some addresses only, whatever name they hide behind.
   *
   * @param reachable asked for every address of a name, each time a connection is made
   */
  public ApacheOutbound(OutboundConfig config, Predicate<InetAddress> reachable) {
    this.client = client(config, reachable);
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("outbound-deadlines").factory());
    this.deadlines.setRemoveOnCancelPolicy(true);
  }

  private static CloseableHttpClient client(
      OutboundConfig config, Predicate<InetAddress> reachable) {
    Timeout silence = timeout(config.silenceTimeout());
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(new GuardedNames(reachable))
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
            .setMaxConnPerRoute(config.maxConnectionsPerRoute())
            .setMaxConnTotal(config.maxConnections())
            .setDefaultSocketConfig(
                SocketConfig.custom()
                    .setTcpNoDelay(true)
                    .setSoKeepAlive(true)
                    .setSoTimeout(silence)
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(timeout(config.connectTimeout()))
                    .setSocketTimeout(silence)
                    .setIdleTimeout(timeout(config.idleLifetime()))
                    .setValidateAfterInactivity(CHECK_AFTER)
                    .build())
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(config.leaseTimeout()))
                .setResponseTimeout(silence)
                .setExpectContinueEnabled(false)
                .setRedirectsEnabled(false)
                .build())
        .setUserAgent("ratchet")
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableContentCompression()
        .disableAuthCaching()
        .build();
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.ofMilliseconds(Math.max(1, duration.toMillis()));
  }

  @Override
  public Reply send(Message message, Duration deadline) throws OutboundFault {
    HttpUriRequestBase request = new HttpUriRequestBase(message.method(), message.uri());
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      request.addHeader(header.getKey(), header.getValue());
    }
    if (message.body().length > 0) {
      request.setEntity(new ByteArrayEntity(message.body(), null));
    }
    ApacheReply.Deadline end = new ApacheReply.Deadline(request);
    var watch = deadlines.schedule(end::pass, deadline.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return new ApacheReply(client.executeOpen(null, request, null), end, deadlines, watch);
    } catch (IOException e) {
      watch.cancel(false);
      throw end.hasPassed() ? late(e) : fault(message, e);
    } catch (RuntimeException e) {
      watch.cancel(false);
      throw e;
    }
  }

  static OutboundFault late(IOException e) {
    return new OutboundFault(OutboundFault.Kind.TIMEOUT, "the deadline passed", e);
  }

  private static OutboundFault fault(Message message, IOException e) {
    String server = message.uri().getAuthority();
    return switch (e) {
      case ConnectTimeoutException _, HttpHostConnectException _, UnknownHostException _ ->
          unreachable("cannot connect to " + server, e);
      case ConnectionRequestTimeoutException _ ->
          unreachable("all connections to " + server + " are in use", e);
      case SocketTimeoutException _ ->
          new OutboundFault(OutboundFault.Kind.TIMEOUT, server + " did not answer in time", e);
      case null, default ->
          new OutboundFault(
              OutboundFault.Kind.BROKEN, server + " broke the connection: " + e.getMessage(), e);
    };
  }

  private static OutboundFault unreachable(String message, IOException e) {
    return new OutboundFault(OutboundFault.Kind.UNREACHABLE, message + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    client.close(CloseMode.GRACEFUL);
  }
}
