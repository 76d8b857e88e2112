// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the readers of the settings asked for: every key and section, and what each key says. */
final class Ledger {
  private final Map<String, Key> keys = new LinkedHashMap<>();
  private final Map<String, Effective> effective = new LinkedHashMap<>();
  private final Set<String> sections = new LinkedHashSet<>();
  private final Set<String> open = new HashSet<>();
  private final Map<String, String> awaited = new HashMap<>();
  private final Map<String, String> removed = new HashMap<>();

  /**
   * What one key says now.
   *
   * @param yaml the value as YAML, secrets hidden
   * @param origin where it was written; null for a default
   */
  record Effective(String path, String yaml, @Nullable Origin origin) {}

  void declare(Key key) {
    keys.putIfAbsent(key.path(), key);
  }

  void declareSection(String path) {
    sections.add(path);
  }

  /** Remembers a key that is no more, so that who still writes it learns the new one. */
  void declareRemoved(String path, String successor) {
    removed.put(path, successor);
  }

  void hold(Effective value) {
    effective.put(value.path(), value);
  }

  /** Remembers that the value of a key waits for an environment variable that is not set. */
  void await(String path, String variable) {
    awaited.put(path, variable);
  }

  /** That variable, or null. */
  @Nullable String awaited(String path) {
    return awaited.get(path);
  }

  /** Leaves a section to a later reader; until it is closed nothing in it is unknown. */
  void leaveOpen(String path) {
    open.add(path);
  }

  void close(String path) {
    open.remove(path);
  }

  boolean isOpen(String path) {
    return open.contains(path);
  }

  Set<String> openSections() {
    return open;
  }

  boolean isKey(String path) {
    return effective.containsKey(path);
  }

  boolean isSection(String path) {
    return sections.contains(path);
  }

  /** The keys of this configuration, free names filled in. */
  Set<String> paths() {
    return effective.keySet();
  }

  Set<String> sections() {
    return sections;
  }

  Collection<Effective> effective() {
    return effective.values();
  }

  @Nullable Effective effective(String path) {
    return effective.get(path);
  }

  /** The keys as the reference has them. */
  Collection<Key> keys() {
    return keys.values();
  }

  Map<String, String> removed() {
    return removed;
  }

  /** The last place that says anything in a section. */
  Optional<Origin> lastPlace(String section) {
    return effective.values().stream()
        .filter(value -> value.path().startsWith(section + "."))
        .flatMap(value -> Stream.ofNullable(value.origin()))
        .max(Origin.ORDER);
  }

  /** The names that may be written in a section. */
  List<String> children(String section) {
    Set<String> names = new TreeSet<>();
    Stream.concat(effective.keySet().stream(), sections.stream())
        .filter(path -> Key.parent(path).equals(section))
        .map(Key::name)
        .forEach(names::add);
    return List.copyOf(names);
  }
}
