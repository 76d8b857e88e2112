// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way to the server by the JDK's HTTP client. */
final class HttpTransport implements Transport {
  private static final int ANSWER_BYTES = 1 << 20;

  private final String server;
  private final @Nullable String key;
  private final HttpClient client;

  HttpTransport(Settings settings) {
    this.server = settings.url().toString().replaceFirst("/+$", "");
    this.key = settings.apiKey();
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout())
            .build();
  }

  @Override
  public Reply post(String path, byte[] json, Duration timeout)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json));
    if (key != null) {
      request.header("authorization", "Bearer " + key);
    }
    Answer answer = new Answer();
    HttpResponse<Void> response = exchange(request.build(), answer, timeout);
    String retryAfter = response.headers().firstValue("retry-after").orElse(null);
    return new Reply(response.statusCode(), retryAfter, answer.text());
  }

  /** The request's own timeout would end with the headers; this one covers the body too. */
  private HttpResponse<Void> exchange(HttpRequest request, Answer answer, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<Void>> exchange =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArrayConsumer(answer));
    try {
      return exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer from " + server + " within " + timeout, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(server + ": " + (cause == null ? e : cause), e);
    } finally {
      exchange.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** Keeps the beginning of a body, and reads past the rest. */
  private static final class Answer implements Consumer<Optional<byte[]>> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void accept(Optional<byte[]> part) {
      part.ifPresent(
          read -> bytes.write(read, 0, Math.min(read.length, ANSWER_BYTES - bytes.size())));
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
