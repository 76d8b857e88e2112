// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracecall;

import io.ratchet.base.Digest;
import io.ratchet.call.Call;
import io.ratchet.call.Feedback;
import io.ratchet.call.Outcome;
import io.ratchet.call.Tokens;
import io.ratchet.call.Units;
import io.ratchet.call.UsageSource;
import io.ratchet.trace.DueTraces.Due;
import io.ratchet.trace.DueTraces.Said;
import io.ratchet.trace.TraceState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What calls and feedback a trace makes. Pure. */
final class TraceCallPolicy {
  private static final String RESERVED = "mlflow.";
  private static final int ID_LENGTH = 128;
  private static final int NAME_LENGTH = 128;
  private static final int VALUE_LENGTH = 256;
  private static final int COMMENT_LENGTH = 4_000;
  private static final int TAGS = 32;
  private static final double SCORE = 1e9;
  private static final long MAX_TOKENS = 1_000_000_000_000L;
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);
  private static final BigDecimal MAX_USD = BigDecimal.valueOf(1_000_000);

  private TraceCallPolicy() {}

  /**
   * The calls of a trace, one for each version that it used.
   *
   * @param used those that the registry knows
   */
  static List<Call> calls(Due due, List<Call.Subject> used) {
    boolean alone = due.prompts().size() == 1;
    return used.stream().map(subject -> call(due, subject, alone)).toList();
  }

  /** The feedback on those calls. */
  static List<Feedback> feedback(Due due, List<Call.Subject> used) {
    List<Feedback> feedback = new ArrayList<>();
    for (Call.Subject subject : used) {
      for (Said said : due.said()) {
        if (isFit(said)) {
          feedback.add(
              new Feedback(
                  id(said.id(), subject),
                  Instant.ofEpochMilli(said.time()),
                  id(due.trace().id(), subject),
                  null,
                  null,
                  said.name(),
                  said.value()));
        }
      }
    }
    return feedback;
  }

  private static boolean isFit(Said said) {
    JsonNode value = said.value();
    if (said.name().isBlank() || said.name().length() > NAME_LENGTH) {
      return false;
    }
    if (value.isString()) {
      return value.stringValue().length() <= COMMENT_LENGTH;
    }
    return value.isBoolean() || Math.abs(value.doubleValue()) <= SCORE;
  }

  /** The same each time, for a trace may be due again with more versions. */
  private static String id(String own, Call.Subject subject) {
    String id = own + ":" + subject.asset() + "@" + subject.version();
    return id.length() <= ID_LENGTH ? id : Digest.sha256(id);
  }

  /**
   * The call of one version.
   *
   * @param alone whether the trace used no other, so that what it took is what this one took
   */
  private static Call call(Due due, Call.Subject subject, boolean alone) {
    Long duration = alone ? due.trace().duration() : null;
    Tokens tokens = alone ? tokens(due.tokens()) : Tokens.UNKNOWN;
    boolean failed = due.trace().state() == TraceState.ERROR;
    return new Call(
        id(due.trace().id(), subject),
        Instant.ofEpochMilli(due.trace().startedAt()),
        subject,
        null,
        null,
        due.user() == null ? null : Units.hash(due.user()),
        failed ? Outcome.FAILURE : Outcome.SUCCESS,
        failed ? "trace_error" : null,
        null,
        duration == null ? null : (Long) (duration * 1_000),
        null,
        null,
        due.model() == null || due.model().length() > NAME_LENGTH ? null : due.model(),
        tokens,
        tokens.equals(Tokens.UNKNOWN) ? null : UsageSource.PROVIDER,
        alone ? cost(due.cost()) : null,
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        tags(due.trace().tags()),
        List.of(),
        null,
        due.trace().id().length() <= ID_LENGTH ? due.trace().id() : null,
        Call.Bodies.NONE);
  }

  /**
   * MLflow's counts in disjoint buckets. Some providers count tokens from the cache as input and
   * some beside it; the total tells which.
   */
  static Tokens tokens(@Nullable JsonNode usage) {
    Long input = count(usage, "input_tokens");
    Long output = count(usage, "output_tokens");
    Long cached = count(usage, "cache_read_input_tokens");
    Long total = count(usage, "total_tokens");
    if (input != null && cached != null) {
      boolean isBeside =
          cached > input
              || (total != null
                  && output != null
                  && total - output - input >= cached
                  && cached > 0);
      input = isBeside ? input : (Long) (input - cached);
    }
    return new Tokens(input, output, cached, null);
  }

  private static @Nullable Long count(@Nullable JsonNode usage, String field) {
    JsonNode value = usage == null ? null : usage.get(field);
    if (value == null || !value.isNumber()) {
      return null;
    }
    double count = value.doubleValue();
    return count >= 0 && count <= MAX_TOKENS ? (Long) value.longValue() : null;
  }

  private static @Nullable Long cost(@Nullable JsonNode costs) {
    JsonNode value = costs == null ? null : costs.get("total_cost");
    if (value == null || !value.isNumber()) {
      return null;
    }
    BigDecimal dollars = value.decimalValue();
    return dollars.signum() < 0 || dollars.compareTo(MAX_USD) > 0
        ? null
        : (Long) dollars.multiply(NANOS).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  private static Map<String, String> tags(Map<String, String> tags) {
    Map<String, String> own = new TreeMap<>();
    new TreeMap<>(tags)
        .forEach((key, value) -> {
          boolean isFit =
              !key.isBlank() && key.length() <= NAME_LENGTH && value.length() <= VALUE_LENGTH;
          if (isFit && !key.startsWith(RESERVED) && own.size() < TAGS) {
            own.put(key, value);
          }
        });
    return own;
  }
}
