// SPDX-License-Identifier: Apache-2.0
package io.ratchet.callrun;

import io.ratchet.base.Digest;
import io.ratchet.base.Project;
import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.call.Tokens;
import io.ratchet.tracking.Metric;
import io.ratchet.tracking.NewRun;
import io.ratchet.tracking.Param;
import io.ratchet.tracking.RunStatus;
import io.ratchet.tracking.Tag;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What run a call makes. Pure. */
final class CallRunPolicy {
  private static final Pattern RUN_ID = Pattern.compile("[0-9a-f]{32}");
  private static final double NANOS_PER_USD = 1e9;
  private static final double MICROS_PER_MILLI = 1e3;
  private static final int GROUP_LENGTH = 400;
  private static final int PARAM_LENGTH = 6_000;

  private CallRunPolicy() {}

  /** The group of a call; empty for a call without the dimension. */
  static Optional<String> group(Call call, String dimension) {
    String value = call.tags().getOrDefault(dimension, "");
    LocalDate day = call.time().atOffset(ZoneOffset.UTC).toLocalDate();
    return value.isBlank() || value.length() > GROUP_LENGTH
        ? Optional.empty()
        : Optional.of(value + "_" + day);
  }

  /** The id of the run of a call: its own without dashes, or one made from it. */
  static String runId(String callId) {
    String plain = callId.replace("-", "");
    return RUN_ID.matcher(plain).matches()
        ? plain
        : Digest.sha256(callId.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  /**
   * The run of a call.
   *
   * @param group id of its group
   */
  static NewRun run(Call call, String dimension, String group) {
    long start = call.time().toEpochMilli();
    Long latency = call.latencyMicros();
    return new NewRun(
        Project.DEFAULT,
        runId(call.id()),
        group,
        name(call),
        "",
        status(call.outcome()),
        start,
        latency == null ? null : (Long) (start + latency / 1_000),
        null,
        metrics(call, start),
        params(call, dimension),
        tags(call));
  }

  private static String name(Call call) {
    Call.Subject subject = call.subject();
    if (subject != null) {
      return subject.asset() + "@" + subject.version();
    }
    return call.model() == null ? "call" : call.model();
  }

  private static RunStatus status(Outcome outcome) {
    return switch (outcome) {
      case SUCCESS -> RunStatus.FINISHED;
      case FAILURE -> RunStatus.FAILED;
      case INTERRUPTED -> RunStatus.KILLED;
    };
  }

  private static List<Metric> metrics(Call call, long time) {
    List<Metric> metrics = new ArrayList<>();
    Tokens tokens = call.tokens();
    Long prompt = sum(tokens.input(), tokens.cached());
    Long completion = sum(tokens.output(), tokens.reasoning());
    add(metrics, time, "prompt_tokens", prompt);
    add(metrics, time, "completion_tokens", completion);
    add(metrics, time, "cached_tokens", tokens.cached());
    boolean isWhole = prompt != null && completion != null;
    add(metrics, time, "total_tokens", isWhole ? sum(prompt, completion) : null);
    add(metrics, time, "latency_ms", per(call.latencyMicros(), MICROS_PER_MILLI));
    add(metrics, time, "time_to_first_token_ms", per(call.firstTokenMicros(), MICROS_PER_MILLI));
    add(metrics, time, "cost_usd", per(call.costNanos(), NANOS_PER_USD));
    add(metrics, time, "completeness", call.completeness());
    if (call.outcome() != Outcome.INTERRUPTED) {
      add(metrics, time, "success", call.outcome() == Outcome.SUCCESS ? 1 : 0);
      add(metrics, time, "error", call.outcome() == Outcome.FAILURE ? 1 : 0);
    }
    return metrics;
  }

  /** The sum of what is known; null where nothing is. */
  private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one + other;
  }

  private static @Nullable Double per(@Nullable Long amount, double unit) {
    return amount == null ? null : (Double) (amount / unit);
  }

  private static void add(List<Metric> metrics, long time, String key, @Nullable Number value) {
    if (value != null) {
      metrics.add(Metric.of(key, value.doubleValue(), time, 0));
    }
  }

  private static List<Param> params(Call call, String dimension) {
    List<Param> params = new ArrayList<>();
    add(params, "model", call.model());
    add(params, "provider", call.provider());
    add(params, dimension + "_id", call.tags().get(dimension));
    Call.Subject subject = call.subject();
    if (subject != null) {
      add(params, subject.kind(), subject.asset());
      add(params, subject.kind() + "_version", subject.version());
    }
    add(params, "experiment", call.experiment());
    add(params, "variant", call.variant());
    return params;
  }

  private static void add(List<Param> params, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      params.add(
          new Param(key, value.length() > PARAM_LENGTH ? value.substring(0, PARAM_LENGTH) : value));
    }
  }

  private static List<Tag> tags(Call call) {
    List<Tag> tags = new ArrayList<>();
    call.tags().forEach((key, value) -> tags.add(new Tag(key, value)));
    tags.add(new Tag("ratchet.call_id", call.id()));
    if (call.errorType() != null) {
      tags.add(new Tag("error_type", call.errorType()));
    }
    if (call.traceId() != null) {
      tags.add(new Tag("trace_id", call.traceId()));
    }
    return tags;
  }
}
