// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.retrain.Constraint.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a model is to be trained now. Pure.
 *
 * <p>Triggers that coincide make one run, which names them all. A drop of accuracy and a rate of
 * errors count by their confidence bounds: an estimate of a few labels is no reason. What holds a
 * trigger back is named, all of it.
 */
public final class TriggerPolicy {
  private TriggerPolicy() {}

  /** What a look at the triggers says. */
  public sealed interface Decision {
    /** Train. */
    record Fire(List<Trigger> triggers) implements Decision {
      public Fire {
        triggers = List.copyOf(triggers);
      }
    }

    /** There is a reason, and something against it. */
    record Hold(List<Trigger> triggers, List<Constraint> constraints) implements Decision {
      public Hold {
        triggers = List.copyOf(triggers);
        constraints = List.copyOf(constraints);
      }
    }

    /** There is no reason. */
    record Nothing() implements Decision {}
  }

  /** The decision; constraints that bind are all named. */
  public static Decision decide(Limits limits, Evidence evidence) {
    List<Trigger> wanted =
        triggers(limits, evidence).stream()
            .filter(trigger -> limits.triggers().contains(trigger.type()))
            .toList();
    if (wanted.isEmpty()) {
      return new Decision.Nothing();
    }
    List<Trigger> news =
        wanted.stream()
            .filter(one -> !one.evidence().equals(evidence.fired().get(one.type())))
            .toList();
    List<Constraint> against = new ArrayList<>(constraints(limits, evidence));
    if (news.isEmpty()) {
      against.add(
          new Constraint(Kind.SAME_EVIDENCE, "it has been trained by this evidence already"));
    }
    return against.isEmpty() ? new Decision.Fire(news) : new Decision.Hold(wanted, against);
  }

  private static List<Trigger> triggers(Limits limits, Evidence evidence) {
    List<Trigger> triggers = new ArrayList<>();
    newData(limits, evidence).ifPresent(triggers::add);
    accuracy(limits, evidence.seen().accuracy()).ifPresent(triggers::add);
    drift(limits, evidence.seen().drift()).ifPresent(triggers::add);
    errors(limits, evidence.seen().errors()).ifPresent(triggers::add);
    age(limits, evidence).ifPresent(triggers::add);
    Instant due = evidence.due();
    if (due != null) {
      triggers.add(new Trigger(TriggerType.SCHEDULE, "the schedule says " + due, due.toString()));
    }
    return triggers;
  }

  private static Optional<Trigger> newData(Limits limits, Evidence evidence) {
    Long rows = evidence.newRows();
    return rows == null || rows < limits.minNewSamples()
        ? Optional.empty()
        : trigger(
            TriggerType.NEW_DATA,
            "%d new rows, at least %d wanted".formatted(rows, limits.minNewSamples()),
            evidence.data());
  }

  private static Optional<Trigger> accuracy(Limits limits, Watch.@Nullable Accuracy seen) {
    if (seen == null || !(seen.upper() < seen.baseline() - limits.accuracyDegradationThreshold())) {
      return Optional.empty();
    }
    return trigger(
        TriggerType.ACCURACY,
        "the accuracy of the newest %d labels is %s and surely below %s; the baseline is %s and a drop of %s is put up with"
            .formatted(
                seen.labels(),
                rounded(seen.now()),
                rounded(seen.upper()),
                rounded(seen.baseline()),
                rounded(limits.accuracyDegradationThreshold())),
        seen.evidence());
  }

  private static Optional<Trigger> drift(Limits limits, Watch.@Nullable Drift seen) {
    Double score = seen == null ? null : seen.score();
    if (seen == null || score == null || !seen.alarm() || score < limits.driftScoreThreshold()) {
      return Optional.empty();
    }
    return trigger(
        TriggerType.DRIFT,
        "drift with a score of %s, above %s, and an alarm%s"
            .formatted(
                rounded(score),
                rounded(limits.driftScoreThreshold()),
                seen.severity() == null ? "" : " (" + seen.severity() + ")"),
        seen.evidence());
  }

  private static Optional<Trigger> errors(Limits limits, Watch.@Nullable Errors seen) {
    if (seen == null || !(seen.lower() > limits.errorRateThreshold())) {
      return Optional.empty();
    }
    return trigger(
        TriggerType.ERROR_RATE,
        "%s of %d requests failed, surely above %s"
            .formatted(rounded(seen.rate()), seen.requests(), rounded(limits.errorRateThreshold())),
        seen.evidence());
  }

  private static Optional<Trigger> age(Limits limits, Evidence evidence) {
    Duration age = Duration.between(evidence.since(), evidence.now());
    return age.compareTo(limits.age()) < 0
        ? Optional.empty()
        : trigger(
            TriggerType.AGE,
            "not trained for %d hours, at most %d wanted"
                .formatted(age.toHours(), limits.age().toHours()),
            evidence.since().toString());
  }

  private static Optional<Trigger> trigger(TriggerType type, String reason, String evidence) {
    return Optional.of(new Trigger(type, reason, evidence));
  }

  /** Everything that keeps a trigger from firing by itself. */
  static List<Constraint> constraints(Limits limits, Evidence evidence) {
    List<Constraint> against = new ArrayList<>();
    String open = evidence.openRun();
    if (open != null) {
      against.add(new Constraint(Kind.RUN_OPEN, "the run " + open + " is not over"));
    }
    Instant last = evidence.lastTraining();
    if (last != null && evidence.now().isBefore(last.plus(limits.pause()))) {
      against.add(
          new Constraint(
              Kind.MIN_HOURS_BETWEEN_RETRAINS,
              "the last training was asked for at %s; not before %s"
                  .formatted(last, last.plus(limits.pause()))));
    }
    if (evidence.runsToday() >= limits.maxRetrainsPerDay()) {
      against.add(
          new Constraint(
              Kind.MAX_RETRAINS_PER_DAY,
              "%d trainings within 24 hours, at most %d"
                  .formatted(evidence.runsToday(), limits.maxRetrainsPerDay())));
    }
    Long rows = evidence.newRows();
    if (limits.minLabelledRows() > 0 && (rows == null || rows < limits.minLabelledRows())) {
      against.add(
          new Constraint(
              Kind.MIN_LABELLED_ROWS,
              "%s new labelled rows, at least %d wanted"
                  .formatted(rows == null ? "unknown" : rows, limits.minLabelledRows())));
    }
    limits.blackouts().stream()
        .filter(window -> window.covers(evidence.now()))
        .findFirst()
        .ifPresent(window ->
            against.add(new Constraint(Kind.BLACKOUT, "within the blackout window " + window)));
    return against;
  }

  private static String rounded(double number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }
}
