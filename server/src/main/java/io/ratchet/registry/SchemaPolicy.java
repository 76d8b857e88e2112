// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.registry.SchemaShape.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds what a new output schema changes for the readers of the old one. Readers ignore fields they
 * do not know; they may fail where a field they know is gone, may now be absent, or may hold a kind
 * of value or an enumerated value they have never seen. Narrowing is no break: what may come now
 * could come before.
 *
 * <p>Compared are type, properties, required, items, additionalProperties, enum and const, through
 * local {@code $ref}, {@code allOf}, {@code anyOf} and {@code oneOf}. Bounds, patterns and formats
 * are left aside: they say what a value is like, not what it is.
 */
final class SchemaPolicy {
  private static final int DEPTH = 64;

  private final List<SchemaChange> changes = new ArrayList<>();
  private final IdentityHashMap<JsonNode, Set<JsonNode>> compared = new IdentityHashMap<>();

  private SchemaPolicy() {}

  /** The changes in order of the fields; null is no schema. */
  static List<SchemaChange> changes(@Nullable JsonNode before, @Nullable JsonNode after) {
    if (before == null && after == null) {
      return List.of();
    }
    if (before == null) {
      return List.of(new SchemaChange("", "has a schema now", false));
    }
    if (after == null) {
      return List.of(new SchemaChange("", "has no schema any more", true));
    }
    SchemaPolicy comparison = new SchemaPolicy();
    comparison.compare("", Part.of(before), Part.of(after), 0);
    return List.copyOf(comparison.changes);
  }

  /** Compares two parts once, wherever else they are referred to: so recursive schemas end. */
  private void compare(String path, Part beforePart, Part afterPart, int depth) {
    Set<JsonNode> others =
        compared.computeIfAbsent(
            beforePart.node(), _ -> Collections.newSetFromMap(new IdentityHashMap<>()));
    if (depth > DEPTH || !others.add(afterPart.node())) {
      return;
    }
    SchemaShape before = beforePart.shape();
    SchemaShape after = afterPart.shape();
    if (compareKinds(path, before, after)) {
      compareValues(path, before, after);
      compareFields(path, before, after, depth);
      Part items = before.items();
      Part newItems = after.items();
      if (items != null) {
        compare(path + "[]", items, newItems == null ? Part.any() : newItems, depth + 1);
      }
    }
  }

  /** False where the kinds differ so that there is no use in comparing further. */
  private boolean compareKinds(String path, SchemaShape before, SchemaShape after) {
    Set<String> unseen = new TreeSet<>(after.kinds());
    unseen.removeAll(before.kinds());
    if (before.kinds().contains("number")) {
      unseen.remove("integer");
    }
    boolean differ = !before.kinds().equals(after.kinds());
    if (differ) {
      String what = "was " + shown(before.kinds()) + " and is " + shown(after.kinds());
      changes.add(new SchemaChange(path, what, !unseen.isEmpty()));
    }
    return unseen.isEmpty();
  }

  private static String shown(Set<String> kinds) {
    return kinds.equals(SchemaShape.ALL) ? "anything" : String.join(" or ", kinds);
  }

  private void compareValues(String path, SchemaShape before, SchemaShape after) {
    Set<String> old = before.values();
    Set<String> now = after.values();
    if (old == null && now == null) {
      return;
    }
    if (old == null) {
      changes.add(new SchemaChange(path, "is limited to listed values", false));
      return;
    }
    if (now == null) {
      changes.add(new SchemaChange(path, "is not limited to listed values any more", true));
      return;
    }
    Set<String> added = new LinkedHashSet<>(now);
    added.removeAll(old);
    Set<String> removed = new LinkedHashSet<>(old);
    removed.removeAll(now);
    if (!added.isEmpty()) {
      changes.add(new SchemaChange(path, "may now be " + String.join(", ", added), true));
    }
    if (!removed.isEmpty()) {
      changes.add(new SchemaChange(path, "is never " + String.join(", ", removed) + " now", false));
    }
  }

  private void compareFields(String path, SchemaShape before, SchemaShape after, int depth) {
    before
        .fields()
        .forEach((name, field) -> {
          String at = path.isEmpty() ? name : path + "." + name;
          Part now = after.fields().get(name);
          if (now == null) {
            changes.add(new SchemaChange(at, "is gone", true));
            return;
          }
          compare(at, field, now, depth + 1);
          boolean was = before.required().contains(name);
          boolean is = after.required().contains(name);
          if (was != is) {
            changes.add(
                new SchemaChange(at, is ? "is always there now" : "may be absent now", was));
          }
        });
    after.fields().keySet().stream()
        .filter(name -> !before.fields().containsKey(name))
        .forEach(name ->
            changes.add(
                new SchemaChange(path.isEmpty() ? name : path + "." + name, "is new", false)));
    Part others = before.otherFields();
    Part nowOthers = after.otherFields();
    if (others != null && nowOthers != null) {
      compare(path.isEmpty() ? "*" : path + ".*", others, nowOthers, depth + 1);
    }
  }
}
