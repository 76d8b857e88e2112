// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of another store's datasets and scorers may be here: the rules for what is sent here. What
 * breaks them is left out by name.
 */
public final class EvaluationArchivePolicy {
  private static final Pattern ID = Pattern.compile("[0-9a-z][0-9a-z-]{0,63}");

  private EvaluationArchivePolicy() {}

  /** The dataset without what it may not have; null where it may not be here at all. */
  public static @Nullable ArchivedDataset admit(
      ArchivedDataset dataset, BiConsumer<String, String> refused) {
    String what = "dataset " + Problem.shorten(dataset.name());
    Map<String, String> tags = new TreeMap<>();
    try {
      id(dataset.id());
      named(dataset.name());
      fit("schema", dataset.schema(), EvaluationLimits.SCHEMA);
      fit("profile", dataset.profile(), EvaluationLimits.PROFILE);
      fit("created_by", dataset.createdBy(), EvaluationLimits.ACTOR);
      fit("last_updated_by", dataset.changedBy(), EvaluationLimits.ACTOR);
      time(dataset.createdAt());
    } catch (Failure e) {
      refused.accept(what, e.message());
      return null;
    }
    dataset
        .tags()
        .forEach((name, value) -> {
          try {
            fit("tag", name, EvaluationLimits.TAG_NAME);
            fit("tag", value, EvaluationLimits.TAG_VALUE);
            tags.put(name, value);
          } catch (Failure e) {
            refused.accept(what + ", tag " + Problem.shorten(name), e.message());
          }
        });
    return new ArchivedDataset(
        dataset.id(),
        dataset.name(),
        dataset.schema(),
        dataset.profile(),
        dataset.createdAt(),
        dataset.changedAt(),
        dataset.createdBy(),
        dataset.changedBy(),
        tags,
        dataset.groups().stream().sorted().distinct().toList());
  }

  /** Why a record may not be here; null where it may. */
  public static @Nullable String refuse(ArchivedRecord record) {
    try {
      id(record.id());
      id(record.dataset());
      part("inputs", Json.text(record.inputs()));
      if (record.outputs() != null) {
        part("outputs", Json.text(record.outputs()));
      }
      if (record.expectations() != null) {
        part("expectations", Json.text(record.expectations()));
      }
      if (record.tags() != null) {
        part("tags", Json.text(record.tags()));
      }
      if (record.source() != null) {
        part("source", Json.text(record.source()));
        RecordReader.checkSource("source", record.source());
      }
      fit("created_by", record.createdBy(), EvaluationLimits.ACTOR);
      fit("last_updated_by", record.changedBy(), EvaluationLimits.ACTOR);
      time(record.createdAt());
      return null;
    } catch (Failure e) {
      return e.message();
    }
  }

  /** Why a version of a scorer may not be here; null where it may. */
  public static @Nullable String refuse(ArchivedScorer scorer) {
    try {
      id(scorer.id());
      named(scorer.name());
      fit("scorer", scorer.content(), EvaluationLimits.SCORER);
      time(scorer.createdAt());
      return scorer.version() < 1 ? "its version is no number: " + scorer.version() : null;
    } catch (Failure e) {
      return e.message();
    }
  }

  private static void id(String id) {
    if (!ID.matcher(id).matches()) {
      throw invalid("its id is not one: " + Problem.shorten(id));
    }
  }

  private static void named(String name) {
    if (name.isBlank()) {
      throw invalid("its name is empty");
    }
    fit("name", name, EvaluationLimits.NAME);
  }

  private static void part(String name, String json) {
    fit(name, json, EvaluationLimits.RECORD_PART);
  }

  private static void fit(String name, @Nullable String text, int most) {
    if (text != null) {
      EvaluationLimits.check(name, text, most);
      if (text.indexOf('\0') >= 0 || !WellFormed.is(text)) {
        throw invalid("its " + name + " holds what is no text");
      }
    }
  }

  private static void time(long time) {
    if (time < 0) {
      throw invalid("its creation time is before 1970: " + time);
    }
  }

  private static Failure invalid(String message) {
    return Failure.invalid(message, "correct it in the source and import again");
  }
}
