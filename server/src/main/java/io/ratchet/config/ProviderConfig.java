// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Amounts;
import io.ratchet.base.Failure;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Someone who answers LLM requests. */
public sealed interface ProviderConfig {
  /** The kinds of providers, as the key {@code kind} has them. */
  enum Kind {
    OPENAI,
    SIMULATED
  }

  /** The address that needs a key, and whose key has a usual variable. */
  String OPENAI_URL = "https://api.openai.com/v1";

  /** The name, which is the prefix of a model: {@code openai/gpt-4o}. */
  String name();

  /** The models it is known to serve; empty where it does not say. */
  List<String> models();

  /** Whether it can be asked at all: false where its key is written and its variable is not set. */
  boolean isUsable();

  /**
   * A server that speaks OpenAI's protocol.
   *
   * @param baseUrl the address up to the version, without a slash at the end
   * @param apiKey sent as a bearer token; null for none
   * @param awaitedVariable the environment variable that its key is expected from and that is not
   *     set; null where nothing is missing
   * @param timeout how long a request may take until its answer begins, and between two frames
   * @param connectTimeout how long connecting may take
   * @param retries how often what is safe to send again is sent again
   * @param maxConcurrent how many requests may be on the way at once
   * @param maxQueued how many more may wait for one of those to end
   */
  record OpenAi(
      String name,
      URI baseUrl,
      @Nullable Secret apiKey,
      @Nullable String awaitedVariable,
      Duration timeout,
      Duration connectTimeout,
      int retries,
      int maxConcurrent,
      int maxQueued,
      List<String> models)
      implements ProviderConfig {
    public OpenAi {
      baseUrl = URI.create(baseUrl.toString().replaceFirst("/+$", ""));
      models = List.copyOf(models);
      if (connectTimeout.compareTo(timeout) > 0) {
        throw Failure.invalid(
            "connect_timeout (%s) must not be above timeout (%s)"
                .formatted(Amounts.print(connectTimeout), Amounts.print(timeout)),
            "lower the one or raise the other");
      }
    }

    @Override
    public boolean isUsable() {
      return awaitedVariable == null;
    }
  }

  /**
   * A deterministic provider for trials and demonstrations, which says so in every answer.
   *
   * @param options its other keys, for itself to read and finish
   */
  record Simulated(String name, List<String> models, Section options) implements ProviderConfig {
    public Simulated {
      models = List.copyOf(models);
    }

    @Override
    public boolean isUsable() {
      return true;
    }
  }

  /** Reads one provider; the kind of one named simulated need not be written. */
  static ProviderConfig read(Section section) {
    Kind usual = section.name().equals("simulated") ? Kind.SIMULATED : Kind.OPENAI;
    Kind kind =
        section.choice(
            "kind", usual, "What it speaks. Need not be written for one named simulated.");
    List<String> models =
        section.list(
            "models",
            List.of(),
            "The models it serves, for the list of models; empty where it need not say.");
    return switch (kind) {
      case OPENAI -> openAi(section, models);
      case SIMULATED -> {
        section.leaveOpen();
        yield new Simulated(section.name(), models, section);
      }
    };
  }

  private static OpenAi openAi(Section section, List<String> models) {
    URI baseUrl = section.url("base_url", OPENAI_URL, "The address of its API up to the version.");
    String keyMeaning =
        "Its API key. The variable OPENAI_API_KEY is the default for OpenAI's own address only.";
    Secret apiKey =
        baseUrl.toString().startsWith(OPENAI_URL)
            ? section.secret("api_key", "OPENAI_API_KEY", keyMeaning)
            : section.secret("api_key", keyMeaning);
    return new OpenAi(
        section.name(),
        baseUrl,
        apiKey,
        apiKey == null ? section.awaited("api_key") : null,
        section.duration(
            "timeout", "120s", "100ms", "1h", "How long to wait for an answer to begin or go on."),
        section.duration("connect_timeout", "5s", "10ms", "10m", "How long connecting may take."),
        section.integer(
            "retries", 2, 0, 10, "How often a request is sent again where that is safe."),
        section.integer(
            "max_concurrent", 512, 1, 100_000, "Requests that may be on the way at once."),
        section.integer(
            "max_queued",
            512,
            0,
            100_000,
            "Requests that may wait for one of those to end; any more are refused."),
        models);
  }
}
