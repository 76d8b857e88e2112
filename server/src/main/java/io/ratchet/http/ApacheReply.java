// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** An answer over Apache HttpClient, watched by a deadline until it is closed. */
final class ApacheReply implements Outbound.Reply {

  /** The moment after which an exchange is cancelled. */
  static final class Deadline {
    private final HttpUriRequestBase request;
    private volatile boolean passed;

    Deadline(HttpUriRequestBase request) {
      this.request = request;
    }

    void pass() {
      passed = true;
      request.cancel();
    }

    boolean hasPassed() {
      return passed;
    }

    void cancelRequest() {
      request.cancel();
    }
  }

  /** How long the end of a body may take once nobody wants the rest of it. */
  private static final Duration GRACE = Duration.ofMillis(100);

  private static final int GRACE_BYTES = 16 << 10;

  private final ClassicHttpResponse response;
  private final Deadline deadline;
  private final ScheduledExecutorService deadlines;
  private final Future<?> watch;
  private final Map<String, String> headers;
  private final InputStream body;
  private boolean ended;

  ApacheReply(
      ClassicHttpResponse response,
      Deadline deadline,
      ScheduledExecutorService deadlines,
      Future<?> watch)
      throws IOException {
    this.response = response;
    this.deadline = deadline;
    this.deadlines = deadlines;
    this.watch = watch;
    this.headers =
        Outbound.headers(
            Arrays.stream(response.getHeaders())
                .map(header ->
                    Map.entry(header.getName(), header.getValue() == null ? "" : header.getValue()))
                .toList());
    this.body =
        response.getEntity() == null
            ? InputStream.nullInputStream()
            : new Body(response.getEntity().getContent());
  }

  @Override
  public int status() {
    return response.getCode();
  }

  @Override
  public Map<String, String> headers() {
    return headers;
  }

  @Override
  public InputStream body() {
    return body;
  }

  /**
   * The end of a stream is often just behind its last event; the library itself would wait for it
   * without end.
   */
  @Override
  public void close() {
    watch.cancel(false);
    try {
      if (!ended) {
        drain();
      }
      if (!ended) {
        deadline.cancelRequest();
      }
      response.close();
    } catch (IOException e) {
      deadline.cancelRequest(); // the connection is of no use; nothing of the answer is missing
    }
  }

  private void drain() throws IOException {
    Future<?> end =
        deadlines.schedule(deadline::cancelRequest, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    byte[] rest = new byte[GRACE_BYTES];
    int length = body.readNBytes(rest, 0, rest.length);
    end.cancel(false);
    ended = length < rest.length;
  }

  @Override
  public void abort() {
    watch.cancel(false);
    deadline.cancelRequest();
  }

  /** Turns the library's faults into ours. Closing it would drain the rest, so it does not. */
  private final class Body extends FilterInputStream {
    Body(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        int one = super.read();
        ended |= one < 0;
        return one;
      } catch (IOException e) {
        throw fault(e);
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int count = super.read(buffer, offset, length);
        ended |= count < 0;
        return count;
      } catch (IOException e) {
        throw fault(e);
      }
    }

    @Override
    public void close() {
      ApacheReply.this.close();
    }

    private OutboundFault fault(IOException e) {
      if (deadline.hasPassed()) {
        return ApacheOutbound.late(e);
      }
      OutboundFault.Kind kind =
          e instanceof SocketTimeoutException
              ? OutboundFault.Kind.TIMEOUT
              : OutboundFault.Kind.BROKEN;
      return new OutboundFault(kind, "the answer ended early", e);
    }
  }
}
