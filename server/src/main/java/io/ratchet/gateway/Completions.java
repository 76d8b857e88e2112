// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Pause;
import io.ratchet.base.Ticker;
import io.ratchet.call.Call;
import io.ratchet.http.Answer;
import io.ratchet.http.ProblemDetails;
import io.ratchet.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Serves chat requests: resolves, sends, relays, and ends each one as exactly one call. */
public final class Completions {
  private static final int INTERNAL_ERROR = 500;

  private final GatewayConfig config;
  private final Targets targets;
  private final PriceBook prices;
  private final CallSink sink;
  private final Ids ids;
  private final InstantSource time;
  private final Ticker ticker;
  private final Attempts attempts;

  /** Thread-safe as long as {@code chance} is. */
  public Completions(
      GatewayConfig config,
      Providers providers,
      PromptSource prompts,
      PriceBook prices,
      CallSink sink,
      Ids ids,
      InstantSource time,
      Ticker ticker,
      RandomGenerator chance,
      Pause pause) {
    this.config = config;
    this.targets = new Targets(providers, prompts, config.promptModel());
    this.prices = prices;
    this.sink = sink;
    this.ids = ids;
    this.time = time;
    this.ticker = ticker;
    this.attempts = new Attempts(pause, ticker, time, chance);
  }

  /**
   * Answers a chat request.
   *
   * @throws Failure where it fails before its model resolves, or where no call could be written now
   */
  Answer chat(Request request) {
    return run(ids.next(), request::body, request::header, Judgement::of).answer();
  }

  /**
   * Asks a prompt from within this process, by the way that every request takes: routed, limited,
   * retried, priced, and recorded as one call, whatever becomes of it.
   *
   * @throws Failure where it fails before its prompt resolves, or where no call could be written
   */
  public Asked ask(Question question, Judge judge) {
    String id = question.id() == null ? ids.next() : question.id();
    Run run = run(id, question::body, question::header, judge);
    Call call = run.draft().written();
    if (call == null) {
      throw run.refusal() == null
          ? new IllegalStateException("no call was written")
          : run.refusal();
    }
    return Asked.of(call, run.answer());
  }

  /** As {@link #ask(Question, Judge)}, judged as every answer is. */
  public Asked ask(Question question) {
    return ask(question, Judgement::of);
  }

  /** A request that was served or refused after its model resolved. */
  private record Run(CallDraft draft, Answer answer, @Nullable Failure refusal) {}

  private Run run(String id, Supplier<byte[]> body, Headers headers, Judge judge) {
    long started = ticker.nanos();
    Instant arrived = time.instant();
    ChatRequest chat = ChatRequest.read(body.get());
    Target target = targets.resolve(chat, id);
    Opening opening = Opening.of(id, arrived, started, chat, target, headers);
    CallSink.Place place = sink.reserve(config.maxCallBytes());
    CallDraft draft = new CallDraft(opening, ticker, prices, place, config);
    Answer answer;
    Failure refusal = null;
    try {
      answer = serve(headers, chat, target, draft, started, judge);
    } catch (ProviderFailure failure) {
      answer = end(draft, failure);
    } catch (Failure failure) {
      refusal = failure;
      answer = end(draft, failure);
    } catch (RuntimeException bug) {
      if (!draft.hasEnded()) {
        draft.end(Ending.failed(ErrorType.INTERNAL, INTERNAL_ERROR, null));
      }
      throw bug;
    }
    return new Run(draft, target.mark(answer.withHeader("x-ratchet-call-id", id)), refusal);
  }

  private Answer serve(
      Headers headers, ChatRequest chat, Target target, CallDraft draft, long started, Judge judge)
      throws ProviderFailure {
    byte[] body = target.body(chat);
    draft.sends(body, target.rendered(chat));
    Providers.Lane lane = target.served().lane();
    String provider = target.served().provider();
    ProviderLimits limits = lane.provider().limits();
    Slots.Slot slot = lane.slots().take(limits.timeout());
    boolean handedOver = false;
    try {
      Upstream upstream =
          attempts.run(
              lane.provider(),
              target.call(body, chat, headers),
              started + limits.deadline().toNanos(),
              reply -> Upstream.take(provider, reply, config, chat.stream()));
      Accounting accounting = new Accounting(draft, body, target.outputSchema(), judge);
      return switch (upstream) {
        case Upstream.Whole whole -> whole.answer(accounting.answered(whole));
        case Upstream.Opened opened -> {
          handedOver = true;
          StreamTally tally = new StreamTally(chat.wantsUsage(), config.maxKeptCharacters());
          yield opened.answer(new StreamRelay(provider, opened, tally, accounting, slot));
        }
      };
    } finally {
      if (!handedOver) {
        slot.close();
      }
    }
  }

  private static Answer end(CallDraft draft, ProviderFailure failure) {
    draft.end(Ending.failed(failure.type(), failure.status(), failure.body()));
    Answer answer =
        Answer.json(failure.status(), failure.body())
            .withHeader(OpenAiErrors.SHOULD_RETRY, "false");
    Duration retryAfter = failure.retryAfter();
    return retryAfter == null
        ? answer
        : answer.withHeader(
            "retry-after", Long.toString(Math.ceilDiv(retryAfter.toMillis(), 1000)));
  }

  /** Ends a call that we refused; where the call itself could not be written it has ended. */
  private static Answer end(CallDraft draft, Failure failure) {
    if (!draft.hasEnded()) {
      int status = ProblemDetails.status(failure.code());
      draft.end(Ending.failed(type(failure.code()), status, null));
    }
    return OpenAiErrors.answer(failure);
  }

  private static ErrorType type(ErrorCode code) {
    return switch (code) {
      case INVALID -> ErrorType.INVALID_VARIABLES;
      case EXHAUSTED -> ErrorType.OVERLOADED;
      case UNAUTHENTICATED,
          DENIED,
          MISSING,
          METHOD_NOT_ALLOWED,
          CONFLICT,
          EXISTS,
          NOT_SERVED,
          TOO_LARGE,
          UNAVAILABLE,
          UPSTREAM,
          UPSTREAM_TIMEOUT,
          UNKNOWN_OUTCOME,
          INTERNAL ->
          ErrorType.INTERNAL;
    };
  }
}
