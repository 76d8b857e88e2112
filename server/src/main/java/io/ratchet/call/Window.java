// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.stats.sketch.LogHistogram;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Calls of a time range reduced to what can be added up: exact counts, sums and extremes, and
 * sketches where percentiles are asked for. Calls may be added in any order and windows merged in
 * any grouping: the result is the same to the last bit. Only names beyond their limit ({@link
 * Bounds#SCORE_NAMES}, {@link Bounds#ERROR_TYPES}) depend on who came first.
 *
 * <p>Mutable, not thread-safe.
 */
final class Window {
  private static final int FORMAT = 1;
  private static final String UNNAMED_ERROR = "unspecified";
  private static final List<Measure> MEASURES = List.of(Measure.values());

  private long successes;
  private long failures;
  private long interrupted;
  private final Map<Measure, Sums> sums = new EnumMap<>(Measure.class);
  private final Map<Measure, LogHistogram> histograms = new EnumMap<>(Measure.class);
  private final Map<String, Sums> scores = new LinkedHashMap<>();
  private final Map<String, Long> errors = new LinkedHashMap<>();

  void add(Call call) {
    switch (call.outcome()) {
      case SUCCESS -> successes++;
      case FAILURE -> {
        failures++;
        addErrors(call.errorType() == null ? UNNAMED_ERROR : call.errorType(), 1);
      }
      case INTERRUPTED -> interrupted++;
    }
    for (Measure measure : MEASURES) {
      Long value = measure.of(call);
      if (value != null) {
        sums(measure).add(value);
        if (measure.hasPercentiles()) {
          histogram(measure).record(value);
        }
      }
    }
    call.scores().forEach(this::addScore);
  }

  /** Adds a named value of a call, given with it or as feedback later. */
  void addScore(String name, double value) {
    score(name).add(Measure.units(value));
  }

  void merge(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    int format = in.octet();
    if (format != FORMAT) {
      throw new IllegalArgumentException("a window of format " + format + " is not known here");
    }
    successes += in.varint();
    failures += in.varint();
    interrupted += in.varint();
    for (int left = in.count(); left > 0; left--) {
      Measure measure = Measure.ofCode(in.octet());
      sums(measure).mergeFrom(in);
      if (measure.hasPercentiles()) {
        histogram(measure).mergeFrom(in.buffer());
      }
    }
    for (int left = in.count(); left > 0; left--) {
      score(in.text()).mergeFrom(in);
    }
    for (int left = in.count(); left > 0; left--) {
      addErrors(in.text(), in.varint());
    }
  }

  byte[] toBytes() {
    BinaryWriter out = new BinaryWriter().octet(FORMAT);
    out.varint(successes).varint(failures).varint(interrupted);
    out.varint(sums.size());
    sums.forEach((measure, sum) -> {
      sum.write(out.octet(measure.code()));
      if (measure.hasPercentiles()) {
        out.bytes(histogram(measure).toBytes());
      }
    });
    out.varint(scores.size());
    scores.forEach((name, sum) -> sum.write(out.text(name)));
    out.varint(errors.size());
    errors.forEach((type, count) -> out.text(type).varint(count));
    return out.toBytes();
  }

  long calls() {
    return successes + failures + interrupted;
  }

  long successes() {
    return successes;
  }

  long failures() {
    return failures;
  }

  long interrupted() {
    return interrupted;
  }

  /** What was measured; without observations where nobody had it. */
  Sums sums(Measure measure) {
    return sums.computeIfAbsent(measure, m -> new Sums(m.scale()));
  }

  /** A percentile in what people read, by {@link LogHistogram#quantile}. */
  OptionalDouble percentile(Measure measure, double share) {
    OptionalDouble units = histogram(measure).quantile(share);
    return units.isEmpty() ? units : OptionalDouble.of(units.getAsDouble() / measure.scale());
  }

  /** Scores by name. */
  Map<String, Sums> scores() {
    return scores;
  }

  /** Failures by error type. */
  Map<String, Long> errors() {
    return errors;
  }

  private LogHistogram histogram(Measure measure) {
    return histograms.computeIfAbsent(measure, _ -> new LogHistogram());
  }

  private Sums score(String name) {
    boolean known = scores.containsKey(name) || scores.size() < Bounds.SCORE_NAMES;
    return scores.computeIfAbsent(known ? name : Bounds.OTHER, _ -> new Sums(Measure.FRACTION));
  }

  private void addErrors(String type, long count) {
    boolean known = errors.containsKey(type) || errors.size() < Bounds.ERROR_TYPES;
    errors.merge(known ? type : Bounds.OTHER, count, Long::sum);
  }
}
