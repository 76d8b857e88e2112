// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Json;
import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.call.Tokens;
import io.ratchet.call.UsageSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ends the call of one answered request with what it used: as the provider reported it; up to where
 * it reported, if the rest is missing; else estimated from the texts.
 */
final class Accounting {
  private static final int OK = 200;

  private final CallDraft draft;
  private final byte[] request;
  private final @Nullable JsonNode outputSchema;
  private final Judge judge;

  Accounting(CallDraft draft, byte[] request, @Nullable JsonNode outputSchema, Judge judge) {
    this.draft = draft;
    this.request = request;
    this.outputSchema = outputSchema;
    this.judge = judge;
  }

  long micros() {
    return draft.micros();
  }

  boolean hasEnded() {
    return draft.hasEnded();
  }

  /** A whole answer that was not streamed. */
  Call answered(Upstream.Whole whole) {
    ObjectNode completion = whole.completion();
    Usage reported = Usage.read(completion.path("usage"));
    boolean known = reported.isKnown();
    Usage usage = known ? reported : estimate(TokenEstimate.ofTexts(completion.path("choices")));
    return draft.end(
        new Ending(
            judge.judge(outputSchema, completion),
            OK,
            usage,
            known ? UsageSource.PROVIDER : UsageSource.ESTIMATED,
            completion,
            whole.bytes().length,
            null));
  }

  void succeeded(StreamTally tally, @Nullable Long firstTokenMicros) {
    ObjectNode completion = tally.completion();
    Judgement judgement =
        completion == null || !tally.isWhole()
            ? Judgement.SUCCESS
            : judge.judge(outputSchema, completion);
    end(judgement, tally, firstTokenMicros);
  }

  void failed(ErrorType error, StreamTally tally, @Nullable Long firstTokenMicros) {
    end(Judgement.failure(error), tally, firstTokenMicros);
  }

  void interrupted(StreamTally tally, @Nullable Long firstTokenMicros) {
    end(Judgement.INTERRUPTED, tally, firstTokenMicros);
  }

  private void end(Judgement judgement, StreamTally tally, @Nullable Long firstTokenMicros) {
    Usage reported = tally.usage();
    boolean whole =
        judgement.outcome() == Outcome.SUCCESS || judgement.error() == ErrorType.INVALID_OUTPUT;
    UsageSource source =
        reported == null
            ? UsageSource.ESTIMATED
            : whole ? UsageSource.PROVIDER : UsageSource.PARTIAL;
    Usage usage =
        reported == null ? estimate(TokenEstimate.ofCharacters(tally.characters())) : reported;
    draft.end(
        new Ending(
            judgement,
            OK,
            usage,
            source,
            tally.completion(),
            tally.characters(),
            firstTokenMicros));
  }

  private Usage estimate(long output) {
    try {
      JsonNode messages = Json.mapper().readTree(request).path("messages");
      return Usage.of(new Tokens(TokenEstimate.ofTexts(messages), output, null, null));
    } catch (JacksonException e) {
      return Usage.of(new Tokens(null, output, null, null));
    }
  }
}
