// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.base.Ticker;
import io.ratchet.config.ProviderConfig;
import io.ratchet.config.Secret;
import io.ratchet.http.Access;
import io.ratchet.http.Caller;
import io.ratchet.http.HttpConfig;
import io.ratchet.http.HttpServer;
import io.ratchet.http.Traffic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The gateway behind a real server on a free port, with the scripted upstream as provider {@code
 * openai}, the default, and the simulated one beside it. Pauses are noted and take no time.
 */
final class Rig implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  static final String KEY = "sk-upstream-secret";
  private static final Duration CONNECT = Duration.ofSeconds(2);

  final FakeUpstream upstream = new FakeUpstream();
  final TestPrompts prompts = new TestPrompts();
  final RecordingSink sink = new RecordingSink();
  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  final HttpServer server;

  /** What the gate says to everybody; null lets everybody in. */
  volatile @Nullable Failure refused;

  private final Providers providers;
  private final HttpClient client = HttpClient.newHttpClient();

  /** What a test may want otherwise. */
  record Setup(
      Duration timeout, int retries, int maxConcurrent, int maxQueued, SimulatedConfig simulated) {
    static final Setup STANDARD =
        new Setup(Duration.ofSeconds(60), 2, 64, 64, SimulatedConfig.of(1));

    Setup timeout(Duration other) {
      return new Setup(other, retries, maxConcurrent, maxQueued, simulated);
    }

    Setup retries(int other) {
      return new Setup(timeout, other, maxConcurrent, maxQueued, simulated);
    }

    Setup slots(int running, int waiting) {
      return new Setup(timeout, retries, running, waiting, simulated);
    }

    ProviderLimits limits() {
      return new ProviderLimits(timeout, timeout, retries, maxConcurrent, maxQueued);
    }

    Setup simulated(SimulatedConfig other) {
      return new Setup(timeout, retries, maxConcurrent, maxQueued, other);
    }
  }

  Rig() {
    this(Setup.STANDARD);
  }

  Rig(Setup setup) {
    InstantSource time = InstantSource.fixed(NOW);
    RandomGenerator chance = RandomGenerator.of("Random");
    Ids ids = new Ids(time, chance);
    providers =
        new Providers(
            List.of(
                OpenAiProvider.open(openAi(setup), setup.timeout()),
                new SimulatedProvider(
                    "simulated", List.of(), setup.limits(), setup.simulated(), pauses::add, time)),
            "openai");
    Completions completions =
        new Completions(
            GatewayConfig.of(null, true),
            providers,
            prompts,
            prices(),
            sink,
            ids,
            time,
            Ticker.system(),
            chance,
            pauses::add);
    server =
        new HttpServer(
                HttpConfig.local(0),
                new GatewayApi(completions, providers, prompts).routes(),
                (_, _) -> admit(),
                ids,
                new Traffic())
            .start();
  }

  private Caller admit() {
    Failure failure = refused;
    if (failure != null) {
      throw failure;
    }
    return new Caller("test", Access.ADMIN);
  }

  private ProviderConfig.OpenAi openAi(Setup setup) {
    return new ProviderConfig.OpenAi(
        "openai",
        upstream.baseUrl(),
        new Secret(KEY),
        null,
        setup.timeout(),
        setup.timeout().compareTo(CONNECT) < 0 ? setup.timeout() : CONNECT,
        setup.retries(),
        setup.maxConcurrent(),
        setup.maxQueued(),
        List.of("gpt-4o", "gpt-4o-mini"));
  }

  static PriceBook prices() {
    return PriceFile.read(
        """
        version: test-1
        prices:
          - {provider: openai, model: "gpt-4o*", input: "2.50", cached: "1.25", output: "10.00", from: 2024-01-01}
          - {provider: openai, model: "gpt-4o-written", input: "2.50", cached: "1.25", cache_write: "5.00", output: "10.00", from: 2024-01-01}
          - {provider: openai, model: "gpt-4o-long", input: "2.50", cached: "1.25", output: "10.00", from: 2024-01-01, above: {tokens: 10}}
          - {provider: simulated, model: "simulated-small", input: "0.15", output: "0.60", from: 2020-01-01}
        """
            .getBytes(StandardCharsets.UTF_8));
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  HttpResponse<String> chat(String body, String... headers) {
    return post("/v1/chat/completions", body, headers);
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url(path)).POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** Opens a stream whose lines arrive as they are written. */
  HttpResponse<InputStream> open(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url("/v1/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  HttpResponse<String> send(String method, String path) {
    return send(
        HttpRequest.newBuilder(url(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build());
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(url(path)).build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.parse(response.body());
  }

  @Override
  public void close() {
    server.close();
    providers.close();
    upstream.close();
    client.close();
  }
}
