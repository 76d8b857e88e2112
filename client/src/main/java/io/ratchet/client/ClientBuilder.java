// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes a {@link RatchetClient}; every setting has a default. */
public final class ClientBuilder {
  private String url;
  private @Nullable String apiKey;
  private Duration connectTimeout = Duration.ofSeconds(2);
  private Duration requestTimeout = Duration.ofSeconds(10);
  private Duration assignTimeout = Duration.ofMillis(500);
  private Duration closeTimeout = Duration.ofSeconds(5);
  private int bufferRecords = 50_000;
  private long bufferBytes = 32L << 20;
  private int batchRecords = 1_000;
  private long batchBytes = 4L << 20;
  private Duration flushInterval = Duration.ofSeconds(1);
  private Duration firstRetry = Duration.ofMillis(200);
  private Duration longestRetry = Duration.ofSeconds(30);
  private int attempts = 10;
  private int rememberedAssignments = 10_000;
  private @Nullable ClientListener listener;
  private InstantSource time = InstantSource.system();
  private Ticker ticker = Ticker.system();
  private RandomGenerator chance = new SecureRandom();

  ClientBuilder(Function<String, @Nullable String> environment) {
    String address = environment.apply("RATCHET_URL");
    String key = environment.apply("RATCHET_API_KEY");
    this.url = address == null || address.isBlank() ? "http://127.0.0.1:8000" : address.strip();
    this.apiKey = key == null || key.isBlank() ? null : key.strip();
  }

  /** Where the server is; without it {@code RATCHET_URL}, else {@code http://127.0.0.1:8000}. */
  public ClientBuilder url(String address) {
    this.url = address;
    return this;
  }

  /** A key of role operator; without it {@code RATCHET_API_KEY}. Null where none is needed. */
  public ClientBuilder apiKey(@Nullable String key) {
    this.apiKey = key;
    return this;
  }

  /** The longest wait for a connection. */
  public ClientBuilder connectTimeout(Duration timeout) {
    this.connectTimeout = timeout;
    return this;
  }

  /** The longest wait until a batch is answered. */
  public ClientBuilder requestTimeout(Duration timeout) {
    this.requestTimeout = timeout;
    return this;
  }

  /** The longest that {@link RatchetClient#assign} keeps its caller waiting. */
  public ClientBuilder assignTimeout(Duration timeout) {
    this.assignTimeout = timeout;
    return this;
  }

  /** How long {@link RatchetClient#close()} goes on sending. */
  public ClientBuilder closeTimeout(Duration timeout) {
    this.closeTimeout = timeout;
    return this;
  }

  /** How much may wait to be sent, what is on its way included; more is refused and counted. */
  public ClientBuilder buffer(int records, long bytes) {
    this.bufferRecords = records;
    this.bufferBytes = bytes;
    return this;
  }

  /**
   * How much goes in one request.
   *
   * @param records at most 10,000
   * @param bytes at most 16 MiB; a record that is larger by itself is refused
   */
  public ClientBuilder batch(int records, long bytes) {
    this.batchRecords = records;
    this.batchBytes = bytes;
    return this;
  }

  /** How long a record waits for others before it is sent. */
  public ClientBuilder flushInterval(Duration interval) {
    this.flushInterval = interval;
    return this;
  }

  /** The wait after a first failure, doubled after each further one up to the longest. */
  public ClientBuilder retry(Duration first, Duration longest) {
    this.firstRetry = first;
    this.longestRetry = longest;
    return this;
  }

  /**
   * How often a batch may break the server (status 500 and others above that do not mean it is
   * away) before it is given up. A server that cannot be reached is tried without end.
   */
  public ClientBuilder attempts(int most) {
    this.attempts = most;
    return this;
  }

  /** For how many units the last assignment is remembered, for when the server is away. */
  public ClientBuilder rememberedAssignments(int units) {
    this.rememberedAssignments = units;
    return this;
  }

  /** Who hears of what does not go well; without one it is logged. */
  public ClientBuilder listener(ClientListener told) {
    this.listener = told;
    return this;
  }

  ClientBuilder clocks(InstantSource instants, Ticker ticks, RandomGenerator random) {
    this.time = instants;
    this.ticker = ticks;
    this.chance = random;
    return this;
  }

  Settings settings() {
    return new Settings(
        URI.create(url),
        apiKey,
        connectTimeout,
        requestTimeout,
        assignTimeout,
        closeTimeout,
        bufferRecords,
        bufferBytes,
        batchRecords,
        batchBytes,
        flushInterval,
        firstRetry,
        longestRetry,
        attempts,
        rememberedAssignments);
  }

  /**
   * The client, with its sending thread running. Nothing is sent yet, and the server need not be
   * there.
   *
   * @throws IllegalArgumentException where a setting is out of bounds
   */
  public RatchetClient build() {
    Settings settings = settings();
    return build(settings, new HttpTransport(settings));
  }

  RatchetClient build(Settings settings, Transport transport) {
    System.Logger logger = System.getLogger("io.ratchet.client");
    Reports reports =
        new Reports(listener == null ? new LoggingListener(logger) : listener, logger);
    Backoff backoff = new Backoff(settings, time, chance);
    Buffer buffer = new Buffer(settings);
    return new RatchetClient(
        settings,
        transport,
        buffer,
        new Sender(buffer, transport, settings, ticker, backoff, reports),
        new Assignments(settings, transport, ticker, backoff, reports),
        reports,
        new RecordIds(time, chance),
        time,
        ticker);
  }
}
