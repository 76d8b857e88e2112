// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Amounts;
import io.ratchet.base.Failure;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of the settings that one feature reads.
 *
 * <p>Each method reads a key and thereby declares it: its name, what holds where it is not written,
 * its limits, and a sentence on what it decides. A value that does not fit is remembered as a fault
 * and reads as if it were not written, so that one start reports all faults.
 */
public final class Section {
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final long LARGEST = 1L << 50;

  private final Settings settings;
  private final String path;
  private final String pattern;
  private final Node.@Nullable Mapping mapping;
  private final Reader reader;

  Section(Settings settings, String path, String pattern, Node.@Nullable Mapping mapping) {
    this.settings = settings;
    this.path = path;
    this.pattern = pattern;
    this.mapping = mapping;
    this.reader = new Reader(settings, path, pattern, mapping);
  }

  /** The name of the section, which for the members of {@link #entries} is theirs. */
  public String name() {
    return Key.name(path);
  }

  public int integer(String key, int absent, int min, int max, String meaning) {
    return Math.toIntExact(reader.read(key, Type.integer(min, max), (long) absent, meaning));
  }

  public @Nullable Integer optionalInteger(String key, int min, int max, String meaning) {
    Long value = reader.find(key, Type.integer(min, max), null, meaning);
    return value == null ? null : (Integer) Math.toIntExact(value);
  }

  /** A whole number beyond the range of an int, such as a seed. */
  public long longInteger(String key, long absent, long min, long max, String meaning) {
    return reader.read(key, Type.integer(min, max), absent, meaning);
  }

  public double decimal(String key, double absent, double min, double max, String meaning) {
    return reader.read(key, Type.decimal(min, max), absent, meaning);
  }

  /** A share, from 0 to 1. */
  public double rate(String key, double absent, String meaning) {
    return decimal(key, absent, 0, 1, meaning);
  }

  public boolean flag(String key, boolean absent, String meaning) {
    return reader.read(key, Type.FLAG, absent, meaning);
  }

  public String text(String key, String absent, String meaning) {
    return reader.read(key, Type.TEXT, absent, meaning);
  }

  /** A text of a form, which the expectation puts into words: "a name of letters". */
  public String text(String key, String absent, Pattern form, String expected, String meaning) {
    return reader.read(key, Type.matching(form, expected), absent, meaning);
  }

  public @Nullable String optionalText(String key, String meaning) {
    return reader.find(key, Type.TEXT, null, meaning);
  }

  public Path path(String key, String absent, String meaning) {
    return reader.read(key, Type.PATH, Path.of(absent), meaning);
  }

  public @Nullable Path optionalPath(String key, String meaning) {
    return reader.find(key, Type.PATH, null, meaning);
  }

  public URI url(String key, String absent, String meaning) {
    return reader.read(key, Type.HTTP_URL, URI.create(absent), meaning);
  }

  public @Nullable URI optionalUrl(String key, String meaning) {
    return reader.find(key, Type.HTTP_URL, null, meaning);
  }

  public Duration duration(String key, String absent, String meaning) {
    Type<Duration> type = Type.duration(Duration.ZERO, LONGEST);
    return reader.read(key, type, Amounts.knownDuration(absent), meaning);
  }

  public Duration duration(String key, String absent, String min, String max, String meaning) {
    Type<Duration> type = Type.duration(Amounts.knownDuration(min), Amounts.knownDuration(max));
    return reader.read(key, type, Amounts.knownDuration(absent), meaning);
  }

  public @Nullable Duration optionalDuration(String key, String min, String max, String meaning) {
    Type<Duration> type = Type.duration(Amounts.knownDuration(min), Amounts.knownDuration(max));
    return reader.find(key, type, null, meaning);
  }

  /** A number of bytes. */
  public long size(String key, String absent, String meaning) {
    return reader.read(key, Type.size(0, LARGEST), Amounts.knownSize(absent), meaning);
  }

  /** A number of bytes. */
  public long size(String key, String absent, String min, String max, String meaning) {
    Type<Long> type = Type.size(Amounts.knownSize(min), Amounts.knownSize(max));
    return reader.read(key, type, Amounts.knownSize(absent), meaning);
  }

  /** One of the constants, written in lower case. */
  public <E extends Enum<E>> E choice(String key, E absent, String meaning) {
    return reader.read(key, Type.choice(absent.getDeclaringClass()), absent, meaning);
  }

  /** A value that is never shown; null where it is not written or its variable is not set. */
  public @Nullable Secret secret(String key, String meaning) {
    return reader.find(key, Type.SECRET, null, meaning);
  }

  /** The same, taken from a variable of the environment where it is not written. */
  public @Nullable Secret secret(String key, String variable, String meaning) {
    return reader.secret(key, variable, meaning);
  }

  /** A list of texts; in a variable or flag they are separated by commas. */
  public List<String> list(String key, List<String> absent, String meaning) {
    return reader.list(key, absent, meaning);
  }

  /** Whether the key is written anywhere; a value of null or nothing does not count. */
  public boolean has(String key) {
    return reader.written(key) != null;
  }

  /** The variable that is not set and that the value of a key which was read waits for, or null. */
  public @Nullable String awaited(String key) {
    return settings.ledger().awaited(Key.join(path, key));
  }

  /** A section inside this one; empty where it is not written. */
  public Section section(String name) {
    return inner(name, name);
  }

  /** The sections inside this one whose names are free: all that were not read as keys before. */
  public List<Section> entries() {
    if (mapping == null) {
      return List.of();
    }
    return mapping.entries().keySet().stream()
        .filter(name -> !settings.ledger().isKey(Key.join(path, name)))
        .map(this::entry)
        .toList();
  }

  /** The section of a free name, whether it is written or not. */
  public Section entry(String name) {
    return inner(name, "NAME");
  }

  /** Declares a key that is no more; whoever still writes it is told what to write instead. */
  public void removed(String key, String successor) {
    settings.ledger().declareRemoved(Key.join(path, key), successor);
  }

  /** Adds a fault of the whole section that its reader found. */
  public void fault(String message) {
    Origin place = mapping == null ? settings.sources().tree().origin() : mapping.origin();
    settings.faults().add(place, path + " " + message);
  }

  /** Adds a fault of a value that fits its type and yet cannot be. */
  public void fault(String key, String message, String shown) {
    Node node = reader.written(key);
    Origin place = node == null ? settings.sources().tree().origin() : node.origin();
    settings.faults().add(place, Key.join(path, key) + " " + message, Redaction.of(shown));
  }

  /**
   * A record out of this section. Its refusal of values that do not go together becomes a fault of
   * the section, unless single values have faults already.
   */
  public <T> Optional<T> attempt(Function<Section, T> recordReader) {
    int before = settings.faults().count();
    try {
      return Optional.of(recordReader.apply(this));
    } catch (Failure refusal) {
      if (settings.faults().count() == before) {
        Origin start = mapping == null ? settings.sources().tree().origin() : mapping.origin();
        Origin place = settings.ledger().lastPlace(path).orElse(start);
        settings.faults().add(place, path + ": " + refusal.message());
      }
      return Optional.empty();
    }
  }

  /**
   * Leaves the rest of the keys to an owner that reads them later, out of this same object, and
   * then calls {@link #finish}.
   */
  public void leaveOpen() {
    settings.ledger().leaveOpen(path);
  }

  /** Refuses, with all faults, a section that was left open and is read now. */
  public void finish() {
    settings.finish(path, mapping);
  }

  private Section inner(String name, String shown) {
    String inner = Key.join(path, name);
    settings.ledger().declareSection(inner);
    return new Section(settings, inner, Key.join(pattern, shown), mapping(inner, name));
  }

  private Node.@Nullable Mapping mapping(String inner, String name) {
    Node node = mapping == null ? null : mapping.get(name);
    if (node == null || node instanceof Node.Mapping) {
      return (Node.Mapping) node;
    }
    boolean blank = node instanceof Node.Scalar scalar && scalar.text() == null;
    if (!blank) {
      settings.faults().add(node.origin(), inner + " must be a section of keys", node.shown());
    }
    return null;
  }
}
