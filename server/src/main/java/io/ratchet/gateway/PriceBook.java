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
   * The price of one model for a span of days, in nano-dollars per million tokens.
   *
   * @param cached price of input tokens read from the provider's cache; null where unknown
   * @param from first day in UTC
   * @param to day after the last in UTC; null while it holds
   */
  public record Price(
      String provider,
      ModelPattern model,
      long input,
      long output,
      @Nullable Long cached,
      LocalDate from,
      @Nullable LocalDate to) {

    boolean holds(LocalDate day) {
      return !day.isBefore(from) && (to == null || day.isBefore(to));
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
  public @Nullable Long cost(String provider, String model, Instant time, Tokens tokens) {
    return price(provider, model, time).map(price -> cost(price, tokens)).orElse(null);
  }

  private static @Nullable Long cost(Price price, Tokens tokens) {
    Long input = tokens.input();
    Long output = tokens.output();
    long cached = tokens.cached() == null ? 0 : tokens.cached();
    if (input == null || output == null || (cached > 0 && price.cached() == null)) {
      return null;
    }
    long reasoning = tokens.reasoning() == null ? 0 : tokens.reasoning();
    BigInteger sum =
        product(input, price.input())
            .add(product(output, price.output()))
            .add(product(reasoning, price.output()))
            .add(price.cached() == null ? BigInteger.ZERO : product(cached, price.cached()));
    BigInteger nanos = sum.add(HALF).divide(MILLION);
    return nanos.compareTo(MAX) > 0 ? null : (Long) nanos.longValue();
  }

  private static BigInteger product(long tokens, long nanosPerMillion) {
    return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(nanosPerMillion));
  }
}
