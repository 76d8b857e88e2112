// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a price book from YAML: {@code version} and a list {@code prices} of rows with provider,
 * model, input, output, cached, cache_write, above (tokens, and prices of its own), from, to and
 * source. Prices are USD per million tokens, as decimal strings so that no digit is lost.
 */
public final class PriceFile {
  private static final int NAME_LENGTH = 256;
  private static final int ROWS = 100_000;
  private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000_000);
  private static final int NANO_DIGITS = 9;
  private static final long MAX_TOKENS = 1_000_000_000;
  private static final List<String> PRICES = List.of("input", "output", "cached", "cache_write");
  private static final YAMLMapper MAPPER =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private PriceFile() {}

  /** Refuses a book with faults, all of them named. */
  public static PriceBook read(byte[] yaml) {
    List<Problem> problems = new ArrayList<>();
    Fields fields = Fields.of(tree(yaml), "prices file", problems);
    String version = fields.requiredText("version", NAME_LENGTH);
    List<PriceBook.Price> prices = new ArrayList<>();
    List<JsonNode> rows = fields.list("prices", ROWS);
    for (int i = 0; i < rows.size(); i++) {
      PriceBook.Price price = row(Fields.of(rows.get(i), "prices[" + i + "]", problems));
      if (price != null) {
        prices.add(price);
      }
    }
    fields.checkUnknown();
    if (!problems.isEmpty()) {
      throw Failure.invalid(problems, "correct the price book");
    }
    return new PriceBook(version, prices);
  }

  private static JsonNode tree(byte[] yaml) {
    try {
      return MAPPER.readTree(yaml);
    } catch (JacksonException e) {
      throw Failure.invalid(
          "the price book is not valid YAML at line "
              + e.getLocation().getLineNr()
              + ": "
              + e.getOriginalMessage(),
          "correct the price book");
    }
  }

  private static PriceBook.@Nullable Price row(Fields fields) {
    String provider = fields.requiredText("provider", NAME_LENGTH);
    String model = fields.requiredText("model", NAME_LENGTH);
    PriceBook.Rates rates = rates(fields, true);
    PriceBook.Above above = fields.nested("above").map(PriceFile::above).orElse(null);
    LocalDate from = day(fields, "from");
    LocalDate to = day(fields, "to");
    fields.text("source", NAME_LENGTH);
    fields.checkUnknown();
    if (from == null && !fields.has("from")) {
      fields.problem("from", "is required", null);
    }
    if (from != null && to != null && !to.isAfter(from)) {
      fields.problem("to", "must be after from", to);
    }
    return rates == null || from == null
        ? null
        : new PriceBook.Price(provider, new ModelPattern(model), rates, above, from, to);
  }

  /** Without prices of its own it says that those of longer requests are not known. */
  private static PriceBook.@Nullable Above above(Fields fields) {
    Long tokens = fields.integer("tokens", 0, MAX_TOKENS);
    if (tokens == null && !fields.has("tokens")) {
      fields.problem("tokens", "is required", null);
    }
    boolean priced = PRICES.stream().anyMatch(fields::has);
    PriceBook.Rates rates = rates(fields, priced);
    fields.checkUnknown();
    return tokens == null ? null : new PriceBook.Above(tokens, rates);
  }

  private static PriceBook.@Nullable Rates rates(Fields fields, boolean required) {
    Long input = nanos(fields, "input", required);
    Long output = nanos(fields, "output", required);
    Long cached = nanos(fields, "cached", false);
    Long cacheWrite = nanos(fields, "cache_write", false);
    return input == null || output == null
        ? null
        : new PriceBook.Rates(input, output, cached, cacheWrite);
  }

  private static @Nullable Long nanos(Fields fields, String name, boolean required) {
    BigDecimal dollars = fields.decimal(name, BigDecimal.ZERO, MAX_PRICE);
    if (dollars == null) {
      if (required && !fields.has(name)) {
        fields.problem(name, "is required", null);
      }
      return null;
    }
    try {
      return dollars.movePointRight(NANO_DIGITS).longValueExact();
    } catch (ArithmeticException e) {
      fields.problem(name, "has more than " + NANO_DIGITS + " decimal places", dollars);
      return null;
    }
  }

  private static @Nullable LocalDate day(Fields fields, String name) {
    String text = fields.text(name, NAME_LENGTH);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      fields.problem(name, "must be a day such as 2026-11-21", text);
      return null;
    }
  }
}
