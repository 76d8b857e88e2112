// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.config.Section;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the simulated provider answers one version.
 *
 * @param latencyMillis median of the whole answer
 * @param latencySpread standard deviation of the latency's logarithm; 0 is always the median
 * @param outputTokens reported for each answer; null counts the text
 * @param faultRates share of the attempts that end in each fault; their sum is at most 1
 * @param quality share of the fields that are filled, and filled right
 */
public record Behaviour(
    double latencyMillis,
    double latencySpread,
    @Nullable Long outputTokens,
    Map<Fault, Double> faultRates,
    double quality) {

  /** What can go wrong. */
  public enum Fault {
    RATE_LIMITED("status 429, before any work"),
    SERVER_ERROR("status 500"),
    TIMEOUT("no answer before the timeout"),
    MALFORMED("an answer that is no JSON although a schema asks for it"),
    TRUNCATED("an answer that breaks off, with finish_reason length");

    private final String meaning;

    Fault(String meaning) {
      this.meaning = meaning;
    }
  }

  /** A quarter of a second, without faults. */
  public static final Behaviour STANDARD = new Behaviour(250, 0.25, null, Map.of(), 0.95);

  private static final double LATENCY_MILLIS = 600_000;
  private static final double SPREAD = 3;
  private static final int TOKENS = 1_000_000;

  public Behaviour {
    faultRates = Map.copyOf(faultRates);
    double sum = faultRates.values().stream().mapToDouble(Double::doubleValue).sum();
    if (sum > 1) {
      throw Failure.invalid("the rates of errors sum to " + sum, "let them sum to at most 1");
    }
  }

  /** Reads a behaviour; what is not written is as in {@code otherwise}. */
  static Behaviour read(Section section, Behaviour otherwise) {
    double latency =
        section.decimal(
            "latency_ms",
            otherwise.latencyMillis(),
            0,
            LATENCY_MILLIS,
            "Median time of a whole answer in milliseconds.");
    double spread =
        section.decimal(
            "latency_spread",
            otherwise.latencySpread(),
            0,
            SPREAD,
            "Standard deviation of the logarithm of that time; 0 is always the median.");
    Integer tokens =
        section.optionalInteger(
            "output_tokens", 0, TOKENS, "Tokens reported for each answer, else the text's.");
    double quality =
        section.rate("quality", otherwise.quality(), "Share of the fields that come out right.");
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    Section errors = section.section("errors");
    for (Fault fault : Fault.values()) {
      double usual = otherwise.faultRates().getOrDefault(fault, 0.0);
      rates.put(
          fault,
          errors.rate(
              fault.name().toLowerCase(Locale.ROOT),
              usual,
              "Share of the attempts that end so: " + fault.meaning + "."));
    }
    return new Behaviour(
        latency,
        spread,
        tokens == null ? otherwise.outputTokens() : (Long) tokens.longValue(),
        rates,
        quality);
  }
}
