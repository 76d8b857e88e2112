// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether what is named may go for good. */
final class DeletionPolicy {
  private static final int SHOWN = 10;

  private DeletionPolicy() {}

  /**
   * What is known of a named thing.
   *
   * @param deletedAt null while it is active
   */
  record State(String id, @Nullable Long deletedAt) {}

  /**
   * Refuses.
   *
   * @param known of what is named, by its word
   */
  static void check(Doomed doomed, Map<String, List<State>> known) {
    if (doomed.groups().contains("0")) {
      throw Failure.conflict(
          "experiment 0 is the default one, which stays",
          "leave it deleted; its deleted runs can be named themselves");
    }
    check("run", doomed.runs(), known.getOrDefault("run", List.of()), doomed);
    check("experiment", doomed.groups(), known.getOrDefault("experiment", List.of()), doomed);
    check("logged model", doomed.models(), known.getOrDefault("logged model", List.of()), doomed);
  }

  private static void check(String word, List<String> named, List<State> known, Doomed doomed) {
    List<String> there = known.stream().map(State::id).toList();
    List<String> missing = named.stream().filter(id -> !there.contains(id)).toList();
    if (!missing.isEmpty()) {
      throw Failure.missing(
          "not found: " + some(word, missing), "leave out what has gone for good already");
    }
    List<String> active =
        known.stream().filter(one -> one.deletedAt() == null).map(State::id).toList();
    if (!active.isEmpty()) {
      throw Failure.conflict(
          "active, and only what is deleted can go for good: " + some(word, active),
          "delete first, or name others");
    }
    List<String> young =
        known.stream()
            .filter(one -> {
              Long at = one.deletedAt();
              return at != null && at > doomed.before().toEpochMilli();
            })
            .map(State::id)
            .toList();
    if (!young.isEmpty()) {
      throw Failure.conflict(
          "deleted after " + doomed.before() + ", too short a while ago: " + some(word, young),
          "wait, or ask for a shorter older_than");
    }
  }

  private static String some(String word, List<String> ids) {
    return word
        + (ids.size() == 1 ? " " : "s ")
        + String.join(", ", ids.stream().limit(SHOWN).map(Problem::shorten).toList())
        + (ids.size() > SHOWN ? " and " + (ids.size() - SHOWN) + " more" : "");
  }
}
