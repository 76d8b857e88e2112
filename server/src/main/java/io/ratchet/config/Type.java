// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Amounts;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How values of a type are read, checked and shown.
 *
 * @param name the type in a word
 * @param limits the values it takes, for the reference; empty where the name says it all
 * @param expected what a value must be, for a fault: "a whole number from 0 to 65535"
 * @param parse the value of a text, or null where it does not fit
 * @param print the text of a value
 * @param quoted whether the text could be mistaken for something else in YAML
 */
record Type<T>(
    String name,
    String limits,
    String expected,
    Function<String, @Nullable T> parse,
    Function<T, String> print,
    boolean quoted) {
  private static final int TEXT_LENGTH = 4096;

  static final Type<String> TEXT =
      new Type<>(
          "text",
          "",
          "a text of 1 to " + TEXT_LENGTH + " printable characters",
          text -> isText(text) ? text : null,
          Redaction::of,
          true);

  static final Type<Secret> SECRET =
      new Type<>(
          "secret",
          "",
          "a text of 1 to " + TEXT_LENGTH + " printable characters",
          text -> isText(text) ? new Secret(text) : null,
          Secret::toString,
          true);

  static final Type<Boolean> FLAG =
      new Type<>("flag", "true, false", "true or false", Type::flag, String::valueOf, false);

  static final Type<Path> PATH =
      new Type<>("path", "", "a path of a file or directory", Type::path, Path::toString, true);

  static final Type<URI> HTTP_URL =
      new Type<>(
          "URL",
          "http, https",
          "an http or https URL such as https://example.com/v1",
          Type::httpUrl,
          uri -> Redaction.of(uri.toString()),
          true);

  /** Texts of a form. */
  static Type<String> matching(Pattern form, String expected) {
    return new Type<>(
        "text",
        "",
        expected,
        text -> isText(text) && form.matcher(text).matches() ? text : null,
        Redaction::of,
        true);
  }

  static Type<Long> integer(long min, long max) {
    return new Type<>(
        "integer",
        min + " to " + max,
        "a whole number from " + min + " to " + max,
        text -> {
          Long number = wholeNumber(text);
          return number != null && number >= min && number <= max ? number : null;
        },
        String::valueOf,
        false);
  }

  static Type<Double> decimal(double min, double max) {
    String limits = printed(min) + " to " + printed(max);
    return new Type<>(
        "number",
        limits,
        "a number from " + limits,
        text -> {
          Double number = number(text);
          return number != null && number >= min && number <= max ? number : null;
        },
        Type::printed,
        false);
  }

  static Type<Duration> duration(Duration min, Duration max) {
    String limits = Amounts.print(min) + " to " + Amounts.print(max);
    return new Type<>(
        "duration",
        limits,
        "a duration with a unit (ms, s, m, h, d) from " + limits,
        text -> {
          Duration value = Amounts.duration(text);
          boolean fits = value != null && value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
          return fits ? value : null;
        },
        Amounts::print,
        false);
  }

  static Type<Long> size(long min, long max) {
    String limits = Amounts.print(min) + " to " + Amounts.print(max);
    return new Type<>(
        "size",
        limits,
        "a size with a unit (B, KiB, MiB, GiB) from " + limits,
        text -> {
          Long bytes = Amounts.size(text);
          return bytes != null && bytes >= min && bytes <= max ? bytes : null;
        },
        Amounts::print,
        false);
  }

  static <E extends Enum<E>> Type<E> choice(Class<E> choices) {
    E[] constants = choices.getEnumConstants();
    String names = Arrays.stream(constants).map(Type::lower).collect(Collectors.joining(", "));
    return new Type<>(
        "choice",
        names,
        "one of " + names,
        text -> {
          for (E constant : constants) {
            if (lower(constant).equals(text)) {
              return constant;
            }
          }
          return null;
        },
        Type::lower,
        false);
  }

  /** A value as YAML that reads back as the same value. */
  String yaml(T value) {
    String text = print.apply(value);
    return quoted ? Emitter.text(text) : text;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Boolean flag(String text) {
    if (text.equalsIgnoreCase("true")) {
      return true;
    }
    return text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
  }

  private static boolean isText(String text) {
    return !text.isBlank()
        && text.length() <= TEXT_LENGTH
        && text.codePoints().noneMatch(Character::isISOControl);
  }

  private static @Nullable Long wholeNumber(String text) {
    try {
      return text.startsWith("+") ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Decimal notation only: Java's own reader would take "1d", "0x1p3" and " 1 " too. */
  private static @Nullable Double number(String text) {
    return text.matches("-?\\d{1,18}(\\.\\d{1,18})?([eE][-+]?\\d{1,3})?")
        ? Double.valueOf(text)
        : null;
  }

  /** A number as people write it: without a fraction where it has none. */
  static String printed(double number) {
    BigDecimal exact = BigDecimal.valueOf(number);
    return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
  }

  private static @Nullable Path path(String text) {
    try {
      return isText(text) ? Path.of(text) : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static @Nullable URI httpUrl(String text) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equalsIgnoreCase(uri.getScheme());
      boolean secure = "https".equalsIgnoreCase(uri.getScheme());
      return (http || secure) && uri.getHost() != null ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
