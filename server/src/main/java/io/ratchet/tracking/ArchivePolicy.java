// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be taken over from another store: the same rules as for what is logged here, but that
 * texts are never cut. What breaks them is left out by name, and the rest goes on.
 */
public final class ArchivePolicy {
  /** Longest parameter that MLflow's own tables hold. */
  static final int PARAM_LENGTH = 8_000;

  /** Longest name of a run or of its user. */
  private static final int NAME_LENGTH = 1_000;

  static final Pattern RUN_ID = Pattern.compile("[a-zA-Z0-9][\\w\\-]{0,255}");

  private ArchivePolicy() {}

  /** Takes what was left out: what it was, and why. */
  @FunctionalInterface
  public interface Refused {
    void add(String what, String reason);
  }

  /** The group without what it may not have; null where it may not be here at all. */
  public static @Nullable ArchivedGroup admit(ArchivedGroup group, Refused refused) {
    String what = "experiment " + Problem.shorten(group.name());
    try {
      requireText("name", group.name(), KeyPolicy.GROUP_NAME_LENGTH);
      if (group.name().isBlank()) {
        throw invalid("its name is empty");
      }
      if (group.location() != null) {
        requireText("artifact location", group.location(), KeyPolicy.LOCATION_LENGTH);
      }
      requireTime("creation time", group.createdAt());
    } catch (Failure e) {
      refused.add(what, e.message());
      return null;
    }
    List<Tag> tags = tags(what, group.tags(), KeyPolicy.TAG_LENGTH, refused);
    return new ArchivedGroup(
        group.id(),
        group.name(),
        group.location(),
        group.createdAt(),
        group.changedAt(),
        group.deletedAt(),
        tags);
  }

  /** The run without what it may not have; null where it may not be here at all. */
  public static @Nullable ArchivedRun admit(ArchivedRun run, Refused refused) {
    String what = "run " + Problem.shorten(run.id());
    try {
      if (!RUN_ID.matcher(run.id()).matches()) {
        throw invalid("its id is not one: letters, digits, dashes and underscores");
      }
      if (RunStatus.find(run.status()).isEmpty()) {
        throw invalid("its status is not known: " + Problem.shorten(run.status()));
      }
      requireText("name", run.name(), NAME_LENGTH);
      requireText("user", run.userId(), NAME_LENGTH);
      requireTime("start time", run.startTime() == null ? 0 : run.startTime());
      requireTime("end time", run.endTime() == null ? 0 : run.endTime());
      if (run.artifactUri() != null) {
        requireText("artifact location", run.artifactUri(), KeyPolicy.LOCATION_LENGTH);
      }
    } catch (Failure e) {
      refused.add(what, e.message());
      return null;
    }
    List<Param> params =
        kept(
            run.params(),
            Param::key,
            param -> check("Param key", param.key(), param.value(), PARAM_LENGTH),
            (key, reason) -> refused.add(what + ", parameter " + key, reason));
    return run.with(
        params,
        tags(what, run.tags(), KeyPolicy.TAG_LENGTH, refused),
        LinkArchivePolicy.admit(what, run.links(), refused));
  }

  static List<Tag> tags(String what, List<Tag> tags, int length, Refused refused) {
    return kept(
        tags,
        Tag::key,
        tag -> check("Tag key", tag.key(), tag.value(), length),
        (key, reason) -> refused.add(what + ", tag " + key, reason));
  }

  /** Why a point of a metric may not be here; null where it may. */
  public static @Nullable String refuse(Metric metric) {
    String key = refuseMetric(metric.key());
    return key == null && metric.time() < 0 ? "its time is before 1970: " + metric.time() : key;
  }

  static @Nullable String refuseMetric(String key) {
    try {
      check("Metric name", key, "", KeyPolicy.KEY_LENGTH);
      return null;
    } catch (Failure e) {
      return e.message();
    }
  }

  interface Check<T> {
    void on(T one);
  }

  /** Those that pass, each name once. */
  static <T> List<T> kept(List<T> all, Function<T, String> key, Check<T> check, Refused refused) {
    Map<String, T> kept = new LinkedHashMap<>();
    for (T one : all) {
      try {
        check.on(one);
        if (kept.putIfAbsent(key.apply(one), one) != null) {
          refused.add(Problem.shorten(key.apply(one)), "it is there twice");
        }
      } catch (Failure e) {
        refused.add(Problem.shorten(key.apply(one)), e.message());
      }
    }
    return new ArrayList<>(kept.values());
  }

  static void check(String what, String key, String value, int length) {
    if (key.isEmpty()) {
      throw invalid("its name is empty");
    }
    KeyPolicy.check(what, key, "name");
    requireText("value", value, length);
  }

  static void requireText(String what, String text, int length) {
    if (text.length() > length) {
      throw invalid(
          "its %s has %d characters, at most %d may be".formatted(what, text.length(), length));
    }
    if (text.indexOf('\0') >= 0 || !WellFormed.is(text)) {
      throw invalid("its " + what + " holds what is no text: " + Problem.shorten(text));
    }
  }

  static void requireTime(String what, long time) {
    if (time < 0) {
      throw invalid("its " + what + " is before 1970: " + time);
    }
  }

  static Failure invalid(String message) {
    return Failure.invalid(message, "correct it in the source and import again");
  }
}
