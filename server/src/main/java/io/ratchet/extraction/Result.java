// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Problem;
import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.call.Tokens;
import io.ratchet.gateway.Asked;
import io.ratchet.gateway.ErrorType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What came of one document and one version.
 *
 * @param id that of the call that was made for it
 * @param time when it was asked for
 * @param isScored whether its call carries the score, since gold was known before
 * @param errorType as the call has it; null on success
 * @param error why it failed, in words
 * @param form what had to be done to find the JSON of the answer; null where there is none
 * @param fields the JSON of the answer, also where it breaks the schema
 * @param problems where it does
 */
record Result(
    String id,
    Instant time,
    String document,
    String prompt,
    String version,
    @Nullable String experiment,
    @Nullable String variant,
    boolean isScored,
    Outcome outcome,
    @Nullable String errorType,
    @Nullable String error,
    FoundJson.@Nullable Form form,
    @Nullable JsonNode fields,
    List<Problem> problems,
    @Nullable Double completeness,
    @Nullable Integer fieldsExtracted,
    @Nullable Long latencyMicros,
    @Nullable String provider,
    @Nullable String model,
    Tokens tokens,
    @Nullable Long costNanos) {
  Result {
    problems = List.copyOf(problems);
  }

  /**
   * The result of a call.
   *
   * @param extraction null where no answer came
   */
  static Result of(Document document, Asked asked, @Nullable Extraction extraction) {
    Call call = asked.call();
    Call.Subject subject = call.subject();
    if (subject == null) {
      throw new IllegalStateException("call " + call.id() + " was served by no version");
    }
    FoundJson found = extraction == null ? null : extraction.found();
    return new Result(
        call.id(),
        call.time(),
        document.id(),
        subject.asset(),
        subject.version(),
        call.experiment(),
        call.variant(),
        call.scores().containsKey(Extraction.SCORE),
        call.outcome(),
        call.errorType(),
        extraction == null ? fault(asked) : extraction.reason(),
        found == null ? null : found.form(),
        found == null ? null : found.value(),
        extraction == null ? List.of() : extraction.problems(),
        call.completeness(),
        call.fieldsExtracted(),
        call.latencyMicros(),
        call.provider(),
        call.model(),
        call.tokens(),
        call.costNanos());
  }

  /** In the words of this room, whose variables have no prefix. */
  private static @Nullable String fault(Asked asked) {
    String fault = asked.fault();
    return fault == null ? null : fault.replace("ratchet.variables", "variables");
  }

  /** Whether an answer came, be it of use or not: only answers are held against the gold. */
  boolean isAnswered() {
    return errorType == null || errorType.equals(ErrorType.INVALID_OUTPUT.word());
  }

  /** Null without gold, and where no answer came. */
  @Nullable Evaluation evaluation(@Nullable JsonNode gold) {
    return gold == null || !isAnswered() ? null : FieldScore.of(gold, fields);
  }
}
