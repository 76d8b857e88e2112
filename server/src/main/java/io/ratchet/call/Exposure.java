// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.WellFormed;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A unit got an arm of an experiment. The first sight of each unit in each arm is kept for good, so
 * a unit with two of them has changed arms, and whoever doubts the assignment can look.
 *
 * @param unit hash of who was served, see {@link Units}
 * @param version what the arm stands for
 * @param revision of the route that assigned it, null where that is unknown
 * @param segment value of the configured tag dimension, empty where it is unknown or unfit
 * @param client value of the tag {@code client}, empty likewise
 */
public record Exposure(
    String experiment,
    String unit,
    String variant,
    String version,
    Instant time,
    @Nullable Long revision,
    Source source,
    String segment,
    String client) {

  /** The tag that says which client asked. */
  public static final String CLIENT = "client";

  /** How it came to be known. */
  public enum Source {
    /** The unit was served. */
    CALL,
    /** The unit's arm was asked for. */
    EVALUATION;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Source of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** What makes an exposure the same one. */
  public record Key(String experiment, String unit, String variant) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byExperiment = experiment.compareTo(other.experiment);
      int byUnit = byExperiment == 0 ? unit.compareTo(other.unit) : byExperiment;
      return byUnit == 0 ? variant.compareTo(other.variant) : byUnit;
    }
  }

  public Exposure {
    if (experiment.isEmpty() || unit.isEmpty() || variant.isEmpty()) {
      throw new IllegalArgumentException(
          "an exposure needs experiment, unit and variant: %s, %s, %s"
              .formatted(experiment, unit, variant));
    }
    segment = fit(segment);
    client = fit(client);
  }

  /** Labels come from callers; one that no table of figures could show is not known. */
  private static String fit(String label) {
    boolean fits =
        label.length() <= Bounds.WORD_LENGTH && label.indexOf('\0') < 0 && WellFormed.is(label);
    return fits ? label : "";
  }

  public Key key() {
    return new Key(experiment, unit, variant);
  }
}
