// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version number of Semantic Versioning 2.0.0. It is read with or without a leading {@code v} and
 * shown with it.
 *
 * <p>The order is that of section 11; versions that differ only in build metadata, which have the
 * same precedence, follow the order of its text, so that equality and order agree.
 *
 * @param preRelease dot-separated identifiers after the hyphen, empty for a release
 * @param build dot-separated identifiers after the plus sign
 */
public record Semver(
    BigInteger major,
    BigInteger minor,
    BigInteger patch,
    List<String> preRelease,
    List<String> build)
    implements Comparable<Semver> {
  public static final int MAX_LENGTH = 128;

  private static final String NUMBER = "(0|[1-9]\\d*)";
  private static final String PRE_RELEASE_PART = "(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "v?N\\.N\\.N(?:-(P(?:\\.P)*))?(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?"
              .replace("N", NUMBER)
              .replace("P", PRE_RELEASE_PART));
  private static final Comparator<Semver> PRECEDENCE =
      Comparator.comparing(Semver::major)
          .thenComparing(Semver::minor)
          .thenComparing(Semver::patch)
          .thenComparing(Semver::comparePreRelease);

  public Semver {
    preRelease = List.copyOf(preRelease);
    build = List.copyOf(build);
  }

  /** The version that a text names, or empty where it names none. */
  public static Optional<Semver> find(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (text.length() > MAX_LENGTH || !matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Semver(
            new BigInteger(matcher.group(1)),
            new BigInteger(matcher.group(2)),
            new BigInteger(matcher.group(3)),
            parts(matcher.group(4)),
            parts(matcher.group(5))));
  }

  /**
   * The version that a text names.
   *
   * @throws Failure INVALID where it names none
   */
  public static Semver parse(String text) {
    return find(text)
        .orElseThrow(() ->
            Failure.invalid(
                "not a semantic version: " + Problem.shorten(text),
                "write MAJOR.MINOR.PATCH without leading zeros, such as v1.2.0 or v2.0.0-rc.1"));
  }

  private static List<String> parts(@Nullable String dotted) {
    return dotted == null ? List.of() : List.of(dotted.split("\\."));
  }

  /** Whether it is a release, that is, has no pre-release identifiers. */
  public boolean isRelease() {
    return preRelease.isEmpty();
  }

  /** Compares by precedence alone: build metadata does not count. */
  public int comparePrecedence(Semver other) {
    return PRECEDENCE.compare(this, other);
  }

  @Override
  public int compareTo(Semver other) {
    int order = comparePrecedence(other);
    return order != 0 ? order : String.join(".", build).compareTo(String.join(".", other.build));
  }

  private int comparePreRelease(Semver other) {
    if (isRelease() || other.isRelease()) {
      return Boolean.compare(isRelease(), other.isRelease());
    }
    int common = Math.min(preRelease.size(), other.preRelease.size());
    for (int i = 0; i < common; i++) {
      int order = compareIdentifiers(preRelease.get(i), other.preRelease.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(preRelease.size(), other.preRelease.size());
  }

  /** Numbers by value and below words; words in ASCII order. */
  private static int compareIdentifiers(String one, String other) {
    boolean numeric = isNumeric(one);
    if (numeric != isNumeric(other)) {
      return numeric ? -1 : 1;
    }
    return numeric ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareTo(other);
  }

  private static boolean isNumeric(String identifier) {
    return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** With the leading {@code v}, as every answer shows it. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("v").append(major).append('.').append(minor).append('.').append(patch);
    if (!preRelease.isEmpty()) {
      text.append('-').append(String.join(".", preRelease));
    }
    if (!build.isEmpty()) {
      text.append('+').append(String.join(".", build));
    }
    return text.toString();
  }
}
