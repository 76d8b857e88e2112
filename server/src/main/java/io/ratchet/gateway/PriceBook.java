// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.call.Tokens;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What calls cost: prices by provider, model pattern and day. Amounts are whole nano-dollars; a
 * cost is exact until it is rounded once, half up, to a nano-dollar. What is not in the book is
 * unknown, never free.
 *
 * @param version of the book, kept with each cost that was computed from it
 * @param prices the most specific pattern first, the latest first among equals
 */
public record PriceBook(String version, List<Price> prices) {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final BigInteger HALF = BigInteger.valueOf(500_000);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  public PriceBook {
    prices =
        prices.stream()
            .sorted(
                Comparator.comparing(Price::model, ModelPattern.SPECIFIC_FIRST)
                    .thenComparing(Price::from, Comparator.reverseOrder()))
            .toList();
  }

  /**
   * Nano-dollars per million tokens.
   *
   * @param cached of input tokens read from the provider's cache; null where unknown
   * @param cacheWrite of input tokens written to that cache; null where unknown
   */
  public record Rates(long input, long output, @Nullable Long cached, @Nullable Long cacheWrite) {}

  /**
   * Where a long request begins to cost otherwise, all of it.
   *
   * @param tokens of input, cached ones too, that are still short
   * @param rates of requests with more; null where unknown
   */
  public record Above(long tokens, @Nullable Rates rates) {}

  /**
   * The price of one model for a span of days.
   *
   * @param above null where the length of a request does not matter
   * @param from first day in UTC
   * @param to day after the last in UTC; null while it holds
   */
  public record Price(
      String provider,
      ModelPattern model,
      Rates rates,
      @Nullable Above above,
      LocalDate from,
      @Nullable LocalDate to) {

    boolean holds(LocalDate day) {
      return !day.isBefore(from) && (to == null || day.isBefore(to));
    }

    @Nullable Rates rates(BigInteger inputTokens) {
      return above == null || inputTokens.compareTo(BigInteger.valueOf(above.tokens())) <= 0
          ? rates
          : above.rates();
    }
  }

  /** The price of a model at a time. */
  public Optional<Price> price(String provider, String model, Instant time) {
    LocalDate day = time.atZone(ZoneOffset.UTC).toLocalDate();
    return prices.stream()
        .filter(price ->
            price.provider().equals(provider) && price.model().matches(model) && price.holds(day))
        .findFirst();
  }

  /**
   * The cost of a call in nano-dollars, or null where a price or a count is unknown. Reasoning
   * tokens cost what output costs.
   */
  @Nullable Long cost(String provider, String model, Instant time, Usage usage) {
    return price(provider, model, time).map(price -> cost(price, usage)).orElse(null);
  }

  private static @Nullable Long cost(Price price, Usage usage) {
    Tokens tokens = usage.tokens();
    Long input = tokens.input();
    Long output = tokens.output();
    if (input == null || output == null) {
      return null;
    }
    long cached = tokens.cached() == null ? 0 : tokens.cached();
    Rates rates = price.rates(BigInteger.valueOf(input).add(BigInteger.valueOf(cached)));
    if (rates == null) {
      return null;
    }
    long reasoning = tokens.reasoning() == null ? 0 : tokens.reasoning();
    BigInteger read = share(cached, rates.cached());
    BigInteger written = share(usage.cacheWritten(), rates.cacheWrite());
    if (read == null || written == null) {
      return null;
    }
    BigInteger sum =
        product(input - usage.cacheWritten(), rates.input())
            .add(product(output, rates.output()))
            .add(product(reasoning, rates.output()))
            .add(read)
            .add(written);
    BigInteger nanos = sum.add(HALF).divide(MILLION);
    return nanos.compareTo(MAX) > 0 ? null : (Long) nanos.longValue();
  }

  /** Nothing costs nothing; anything at an unknown price is unknown. */
  private static @Nullable BigInteger share(long tokens, @Nullable Long nanosPerMillion) {
    if (tokens == 0) {
      return BigInteger.ZERO;
    }
    return nanosPerMillion == null ? null : product(tokens, nanosPerMillion.longValue());
  }

  private static BigInteger product(long tokens, long nanosPerMillion) {
    return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(nanosPerMillion));
  }
}
