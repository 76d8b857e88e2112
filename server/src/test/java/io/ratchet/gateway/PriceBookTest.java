// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.call.Tokens;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PriceBookTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final PriceBook BOOK =
      read(
          """
          version: "7"
          prices:
            - {provider: p, model: "gpt*", input: "9", output: "9", from: 2020-01-01}
            - {provider: p, model: "gpt-4o*", input: "2.50", cached: "1.25", output: "10.00", from: 2024-01-01}
            - {provider: p, model: "gpt-4o", input: "5.00", cached: "2.50", output: "15.00", from: 2024-01-01, to: 2025-01-01}
            - {provider: p, model: "gpt-4o", input: "2.00", output: "8.00", from: 2025-01-01}
            - {provider: p, model: "*-mini", input: "0.15", output: "0.60", from: 2024-01-01}
            - {provider: q, model: "gpt-4o", input: "1", output: "1", from: 2024-01-01}
            - {provider: p, model: "tiny", input: "0.000000001", output: "0.0003335", from: 2024-01-01}
          """);

  private static PriceBook read(String yaml) {
    return PriceFile.read(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static Usage tokens(
      @Nullable Long input,
      @Nullable Long output,
      @Nullable Long cached,
      @Nullable Long reasoning) {
    return Usage.of(new Tokens(input, output, cached, reasoning));
  }

  @ParameterizedTest
  @CsvSource({
    "p, gpt-4o,            2026-01-01T00:00:00Z, 2.00",
    "p, gpt-4o,            2025-01-01T00:00:00Z, 2.00",
    "p, gpt-4o,            2024-12-31T23:59:59Z, 5.00",
    "p, gpt-4o-2024-08-06, 2026-01-01T00:00:00Z, 2.50",
    "p, gpt-5,             2026-01-01T00:00:00Z, 9",
    "p, o9-mini,           2026-01-01T00:00:00Z, 0.15",
    "p, gpt-4o,            2021-01-01T00:00:00Z, 9",
    "q, gpt-4o,            2026-01-01T00:00:00Z, 1",
    "p, gpt-4o-mini,       2026-01-01T00:00:00Z, 2.50",
  })
  void takesTheMostSpecificPriceThatHolds(
      String provider, String model, Instant time, BigDecimal input) {
    assertThat(BOOK.price(provider, model, time))
        .hasValueSatisfying(price ->
            assertThat(price.rates().input()).isEqualTo(input.movePointRight(9).longValueExact()));
  }

  @ParameterizedTest
  @CsvSource({
    "q, gpt-4o-mini, 2026-01-01T00:00:00Z",
    "r, gpt-4o, 2026-01-01T00:00:00Z",
    "p, claude, 2026-01-01T00:00:00Z",
    "p, gpt-4o, 2019-12-31T23:59:59Z",
    "p, mini, 2026-01-01T00:00:00Z",
  })
  void doesNotKnowThePriceOfWhatIsNotInTheBook(String provider, String model, Instant time) {
    assertThat(BOOK.cost(provider, model, time, tokens(1L, 1L, 0L, 0L))).isNull();
  }

  @Test
  void addsTheBucketsUpAndPricesReasoningAsOutput() {
    assertThat(BOOK.cost("p", "gpt-4o-x", NOW, tokens(1000L, 100L, 500L, 50L)))
        .isEqualTo(1000 * 2_500 + 500 * 1_250 + 150 * 10_000);
  }

  @Test
  void doesNotKnowACostOfWhichAPartIsUnknown() {
    assertThat(BOOK.cost("p", "gpt-4o", NOW, tokens(null, 1L, 0L, 0L))).isNull();
    assertThat(BOOK.cost("p", "gpt-4o", NOW, tokens(1L, null, 0L, 0L))).isNull();
    assertThat(BOOK.cost("p", "gpt-4o", NOW, tokens(1L, 1L, 7L, 0L))).isNull();
    assertThat(BOOK.cost("p", "gpt-4o", NOW, tokens(1L, 1L, 0L, null))).isEqualTo(10_000);
    assertThat(BOOK.cost("p", "gpt-4o", NOW, tokens(0L, 0L, null, null))).isZero();
  }

  @Test
  void pricesWhatWasWrittenToTheCacheApart() {
    PriceBook book =
        read(
            """
            version: x
            prices:
              - {provider: p, model: known, input: "3", cached: "0.30", cache_write: "3.75", output: "15", from: 2020-01-01}
              - {provider: p, model: unknown, input: "3", cached: "0.30", output: "15", from: 2020-01-01}
            """);
    Usage writing = new Usage(new Tokens(1000L, 10L, 100L, null), 400);

    assertThat(book.cost("p", "known", NOW, writing))
        .isEqualTo(600 * 3_000 + 400 * 3_750 + 100 * 300 + 10 * 15_000);
    assertThat(book.cost("p", "unknown", NOW, writing)).isNull();
    assertThat(book.cost("p", "unknown", NOW, Usage.of(writing.tokens())))
        .isEqualTo(1000 * 3_000 + 100 * 300 + 10 * 15_000);
  }

  @ParameterizedTest
  @CsvSource({
    // at the limit all of it costs the short price, one token above all of it the long one
    "150000, 50000, 10, 450000000 + 15000000 + 150000",
    "150001, 50000, 10, 900006000 + 30000000 + 225000",
    "200001, 0,     0,  1200006000",
  })
  void pricesAllOfALongRequestOtherwise(long input, long cached, long output, String sum) {
    PriceBook book =
        read(
            """
            version: x
            prices:
              - provider: p
                model: m
                input: "3"
                cached: "0.30"
                output: "15"
                from: 2020-01-01
                above: {tokens: 200000, input: "6", cached: "0.60", output: "22.50"}
            """);
    long nanos = Stream.of(sum.split(" \\+ ")).mapToLong(Long::parseLong).sum();

    assertThat(book.cost("p", "m", NOW, tokens(input, output, cached, 0L))).isEqualTo(nanos);
  }

  @Test
  void doesNotKnowTheCostOfALongRequestWhosePriceIsNotSaid() {
    PriceBook book =
        read(
            "version: x\nprices:\n  - {provider: p, model: m, input: \"1\", output: \"1\","
                + " from: 2020-01-01, above: {tokens: 1000}}");

    assertThat(book.cost("p", "m", NOW, tokens(1000L, 5L, 0L, 0L))).isEqualTo(1_005_000);
    assertThat(book.cost("p", "m", NOW, tokens(1000L, 5L, 1L, 0L))).isNull();
    assertThat(book.cost("p", "m", NOW, tokens(Long.MAX_VALUE, 5L, 1L, 0L))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'prompt_tokens':100,'completion_tokens':7}                                                         | 100 |   | 0",
        "{'prompt_tokens':100,'completion_tokens':7,'prompt_tokens_details':{'cached_tokens':60,'cache_write_tokens':30}} | 40 | 60 | 30",
        "{'prompt_tokens':100,'completion_tokens':7,'prompt_tokens_details':{'cache_write_tokens':30}}       | 100 |   | 30",
        "{'prompt_tokens':100,'completion_tokens':7,'prompt_tokens_details':{'cache_write_tokens':300}}      | 100 |   | 100",
        "{'prompt_tokens':100,'completion_tokens':7,'prompt_tokens_details':{'cache_write_tokens':'many'}}   | 100 |   | 0",
        "{'prompt_tokens_details':{'cache_write_tokens':30}}                                                 |     |   | 0",
      },
      quoteCharacter = '~')
  void readsWhatWasWrittenToTheCache(
      String json, @Nullable Long input, @Nullable Long cached, long written) {
    Usage usage = Usage.read(Json.parse(json.replace('\'', '"')));

    assertThat(usage.tokens().input()).isEqualTo(input);
    assertThat(usage.tokens().cached()).isEqualTo(cached);
    assertThat(usage.cacheWritten()).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0", "0, 2, 1", "0, 3, 1", "499999, 0, 0", "500000, 0, 1", "1, 1, 0"})
  void roundsOnceHalfUpToANanoDollar(long input, long output, long nanos) {
    PriceBook book =
        read(
            "version: x\nprices:\n  - {provider: p, model: m, input: \"0.000000001\","
                + " output: \"0.00025\", from: 2020-01-01}");
    // a token of input costs 1e-6 nano-dollars, one of output 0.25
    assertThat(book.cost("p", "m", NOW, tokens(input, output, 0L, 0L))).isEqualTo(nanos);
  }

  @Test
  void agreesWithDecimalArithmeticWhateverTheNumbers() {
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      BigDecimal inputPrice = BigDecimal.valueOf(random.nextInt(100_000_000), 6);
      BigDecimal outputPrice = BigDecimal.valueOf(random.nextInt(100_000_000), 6);
      PriceBook book =
          read(
              "version: x\nprices:\n  - {provider: p, model: m, input: \"%s\", output: \"%s\","
                      .formatted(inputPrice.toPlainString(), outputPrice.toPlainString())
                  + " from: 2020-01-01}");
      long input = random.nextInt(10_000_000);
      long output = random.nextInt(1_000_000);
      long expected =
          inputPrice
              .multiply(BigDecimal.valueOf(input))
              .add(outputPrice.multiply(BigDecimal.valueOf(output)))
              .movePointRight(3)
              .setScale(0, RoundingMode.HALF_UP)
              .longValueExact();
      assertThat(book.cost("p", "m", NOW, tokens(input, output, 0L, 0L))).isEqualTo(expected);
    }
  }

  @Test
  void doesNotOverflowOnAbsurdCounts() {
    long many = Long.MAX_VALUE;
    assertThat(BOOK.cost("p", "gpt-4o", NOW, tokens(many, many, 0L, many))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prices: []                                                          | version: is required",
        "{version: a, price: []}                                             | price: is not a field",
        "{version: a, prices: [{model: m, input: '1', output: '1', from: 2020-01-01}]} | provider: is required",
        "{version: a, prices: [{provider: p, model: m, output: '1', from: 2020-01-01}]} | input: is required",
        "{version: a, prices: [{provider: p, model: m, input: x, output: '1', from: 2020-01-01}]} | input: must be a decimal",
        "{version: a, prices: [{provider: p, model: m, input: '-1', output: '1', from: 2020-01-01}]} | input: must be from 0",
        "{version: a, prices: [{provider: p, model: m, input: '0.0000000001', output: '1', from: 2020-01-01}]} | decimal places",
        "{version: a, prices: [{provider: p, model: m, input: '1', output: '1'}]} | from: is required",
        "{version: a, prices: [{provider: p, model: m, input: '1', output: '1', from: soon}]} | from: must be a day",
        "{version: a, prices: [{provider: p, model: m, input: '1', output: '1', from: 2020-01-02, to: 2020-01-02}]} | after from",
        "{version: a, prices: [{provider: p, model: m, input: '1', output: '1', from: 2020-01-02, too: 1}]} | too: is not a field",
        "{version: a, prices: [{provider: p, model: m, input: '1', output: '1', from: 2020-01-02, above: {}}]} | above.tokens: is required",
        "{version: a, prices: [{provider: p, model: m, input: '1', output: '1', from: 2020-01-02, above: {tokens: 9, cached: '1'}}]} | above.input: is required",
        "{version: a, prices: [{provider: p, model: m, input: '1', output: '1', from: 2020-01-02, above: {tokens: 9, more: 1}}]} | above.more: is not a field",
        "{version: [                                                         | not valid YAML",
        "[1]                                                                 | object",
      },
      quoteCharacter = '"')
  void namesTheFaultsOfABook(String yaml, String fault) {
    assertThatThrownBy(() -> read(yaml)).isInstanceOf(Failure.class).hasMessageContaining(fault);
  }

  @Test
  void readsTheBookThatIsShipped() throws Exception {
    try (InputStream in = PriceBook.class.getResourceAsStream("/prices.yaml")) {
      assertThat(in).isNotNull();
      PriceBook book = PriceFile.read(in.readAllBytes());

      assertThat(book.prices()).hasSizeGreaterThan(100);
      assertThat(book.cost("openai", "gpt-4o-mini", NOW, tokens(1_000_000L, 0L, 0L, 0L)))
          .isEqualTo(150_000_000L);
      assertThat(book.cost("simulated", "simulated-small", NOW, tokens(0L, 1_000_000L, 0L, 0L)))
          .isEqualTo(600_000_000L);
    }
  }
}
