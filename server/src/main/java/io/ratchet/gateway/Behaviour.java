// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Fields;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the simulated provider answers one version.
 *
 * @param latencyMillis median of the whole answer
 * @param latencySpread standard deviation of the latency's logarithm; 0 is always the median
 * @param outputTokens reported for each answer; null counts the text
 * @param inputTokensFactor by which the tokens of a request are multiplied before they are
 *     reported, those that the request wished for too
 * @param outputTokensFactor the same for the tokens of an answer
 * @param faultRates share of the attempts that end in each fault; their sum is at most 1
 * @param quality share of the fields that are filled, and filled right
 */
public record Behaviour(
    double latencyMillis,
    double latencySpread,
    @Nullable Long outputTokens,
    double inputTokensFactor,
    double outputTokensFactor,
    Map<Fault, Double> faultRates,
    double quality) {

  /** What can go wrong. */
  public enum Fault {
    /** 429, before any work. */
    RATE_LIMITED,
    /** 500. */
    SERVER_ERROR,
    /** No answer before the timeout. */
    TIMEOUT,
    /** An answer that is no JSON although a schema asks for it. */
    MALFORMED,
    /** An answer that breaks off, with {@code finish_reason: length}. */
    TRUNCATED
  }

  /** A quarter of a second, without faults. */
  public static final Behaviour STANDARD = new Behaviour(250, 0.25, null, Map.of(), 0.95);

  private static final double LATENCY_MILLIS = 600_000;
  private static final double SPREAD = 3;
  private static final int TOKENS = 1_000_000;
  private static final double FACTOR = 1000;

  public Behaviour {
    faultRates = Map.copyOf(faultRates);
    if (sum(faultRates) > 1) {
      throw new IllegalArgumentException("rates above 1: " + faultRates);
    }
  }

  /** With tokens as they are. */
  Behaviour(
      double latencyMillis,
      double latencySpread,
      @Nullable Long outputTokens,
      Map<Fault, Double> faultRates,
      double quality) {
    this(latencyMillis, latencySpread, outputTokens, 1, 1, faultRates, quality);
  }

  /**
   * Reads {@code {"latency_ms": {"median", "spread"}, "output_tokens", "input_tokens_factor",
   * "output_tokens_factor", "errors": {"rate_limited", "server_error", "timeout", "malformed",
   * "truncated"}, "quality"}}; what is absent is standard.
   */
  static Behaviour read(Fields fields) {
    Optional<Fields> latency = fields.nested("latency_ms");
    Double median = latency.map(f -> f.number("median", 0, LATENCY_MILLIS)).orElse(null);
    Double spread = latency.map(f -> f.number("spread", 0, SPREAD)).orElse(null);
    latency.ifPresent(Fields::checkUnknown);
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    fields.nested("errors").ifPresent(errors -> rates(errors, rates));
    if (sum(rates) > 1) {
      fields.problem("errors", "must have rates that sum to at most 1", sum(rates));
      rates.clear();
    }
    Long tokens = fields.integer("output_tokens", 0, TOKENS);
    Double inputFactor = fields.number("input_tokens_factor", 0, FACTOR);
    Double outputFactor = fields.number("output_tokens_factor", 0, FACTOR);
    Double quality = fields.number("quality", 0, 1);
    fields.checkUnknown();
    return new Behaviour(
        median == null ? STANDARD.latencyMillis() : median,
        spread == null ? STANDARD.latencySpread() : spread,
        tokens,
        inputFactor == null ? 1 : inputFactor,
        outputFactor == null ? 1 : outputFactor,
        rates,
        quality == null ? STANDARD.quality() : quality);
  }

  private static void rates(Fields errors, Map<Fault, Double> rates) {
    for (Fault fault : Fault.values()) {
      Double rate = errors.number(fault.name().toLowerCase(Locale.ROOT), 0, 1);
      if (rate != null) {
        rates.put(fault, rate);
      }
    }
    errors.checkUnknown();
  }

  private static double sum(Map<Fault, Double> rates) {
    return rates.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
