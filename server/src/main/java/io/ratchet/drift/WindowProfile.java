// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.stats.drift.CategoryProfile;
import io.ratchet.stats.drift.CategoryReference;
import io.ratchet.stats.drift.FeatureReference;
import io.ratchet.stats.drift.NumericProfile;
import io.ratchet.stats.drift.NumericReference;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a version's calls of a window look like, counted in the cells of a reference; without one,
 * only whether their values are fit. Windows of one reference merge. Mutable, for one thread at a
 * time.
 */
public final class WindowProfile {
  private static final int FORMAT = 1;
  private static final int MOST_SERIES = 20_000;
  private static final int MOST_BYTES = 1 << 22;

  /** The counts of one series. */
  sealed interface Profile {}

  record Numbers(NumericProfile profile) implements Profile {}

  record Words(CategoryProfile profile) implements Profile {}

  private final Map<Series, Profile> profiles = new TreeMap<>();
  private final Fitness fitness;
  private final Repeats repeats;
  private long rows;

  private WindowProfile(Fitness fitness, Repeats repeats) {
    this.fitness = fitness;
    this.repeats = repeats;
  }

  /** An empty window; null where there is no reference yet. */
  static WindowProfile of(@Nullable References references) {
    WindowProfile window = new WindowProfile(new Fitness(), new Repeats());
    if (references != null) {
      references
          .features()
          .forEach((series, feature) -> window.profiles.put(series, empty(feature)));
    }
    return window;
  }

  private static Profile empty(FeatureReference feature) {
    return switch (feature) {
      case NumericReference numeric -> new Numbers(numeric.newProfile());
      case CategoryReference category -> new Words(category.newProfile());
    };
  }

  /**
   * Adds a call.
   *
   * @param expected what its features should be like
   */
  void add(Row row, Expected expected) {
    rows++;
    profiles.forEach((series, profile) -> {
      Value value = row.values().get(series);
      boolean counts = value != null || series.role() == Series.Role.INPUT;
      if (counts) {
        add(profile, value == null ? Value.ABSENT : value);
      }
    });
    fitness.add(row, expected);
    if (row.features() != null) {
      repeats.add(row.features());
    }
  }

  /** A value of another type than the reference's is missing here; {@link Fitness} tells why. */
  private static void add(Profile profile, Value value) {
    switch (profile) {
      case Numbers(NumericProfile numbers) -> {
        if (value instanceof Value.Amount(double number)) {
          numbers.add(number);
        } else {
          numbers.addMissing();
        }
      }
      case Words(CategoryProfile words) -> words.add(word(value));
    }
  }

  private static @Nullable String word(Value value) {
    return switch (value) {
      case Value.Word(String text) -> text;
      case Value.Amount(double number) -> Text.number(number);
      case Value.Absent _ -> null;
    };
  }

  /** Adds another window of the same reference. */
  void add(WindowProfile other) {
    rows = Math.addExact(rows, other.rows);
    fitness.add(other.fitness);
    repeats.add(other.repeats);
    other.profiles.forEach((series, profile) -> {
      Profile mine = profiles.get(series);
      switch (profile) {
        case Numbers(NumericProfile numbers) when mine instanceof Numbers(NumericProfile own) ->
            own.add(numbers);
        case Words(CategoryProfile words) when mine instanceof Words(CategoryProfile own) ->
            own.add(words);
        case Numbers _, Words _ ->
            throw new IllegalArgumentException("windows of different references do not merge");
      }
    });
  }

  /** Calls in the window. */
  public long rows() {
    return rows;
  }

  Map<Series, Profile> profiles() {
    return profiles;
  }

  /** Whether features were what they should be. */
  public Fitness fitness() {
    return fitness;
  }

  /** How often the same features came again. */
  public Repeats repeats() {
    return repeats;
  }

  byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT).count(rows).count(profiles.size());
    profiles.forEach((series, profile) -> {
      out.text(series.key());
      switch (profile) {
        case Numbers(NumericProfile numbers) -> out.count(0).nested(numbers.toBytes());
        case Words(CategoryProfile words) -> out.count(1).nested(words.toBytes());
      }
    });
    return out.nested(fitness.toBytes()).nested(repeats.toBytes()).toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  static WindowProfile fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("a window", bytes, FORMAT);
    long rows = in.count();
    Map<Series, Profile> profiles = new TreeMap<>();
    for (int left = in.count(MOST_SERIES); left > 0; left--) {
      Series series = Series.ofKey(in.text(4 * Series.NAME_LENGTH));
      boolean words = in.count(1) == 1;
      byte[] profile = in.nested(MOST_BYTES);
      profiles.put(
          series,
          words
              ? new Words(CategoryProfile.fromBytes(profile))
              : new Numbers(NumericProfile.fromBytes(profile)));
    }
    WindowProfile read =
        new WindowProfile(
            Fitness.fromBytes(in.nested(MOST_BYTES)), Repeats.fromBytes(in.nested(MOST_BYTES)));
    in.end();
    read.rows = rows;
    read.profiles.putAll(profiles);
    return read;
  }
}
