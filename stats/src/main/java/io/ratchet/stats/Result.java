// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a statistical method answers: a value, or the reason why the data allow none.
 *
 * <p>Every method of this package answers in this shape, so that a caller decides by an exhaustive
 * {@code switch} what to do without a value, and no NaN can reach a verdict.
 */
public sealed interface Result<T> {

  /** The data sufficed; {@code value} holds finite numbers, but for the open end of an interval. */
  record Computed<T>(T value) implements Result<T> {}

  /**
   * The data cannot answer.
   *
   * @param explanation a sentence with the numbers that were wrong, fit to be shown to a person
   */
  record Degenerate<T>(Reason reason, String explanation) implements Result<T> {}

  /** Why data cannot answer. */
  enum Reason {
    /** An arm holds fewer observations than the method needs to say anything at all. */
    TOO_FEW_OBSERVATIONS,
    /** The observations are more than an exact method can count through; approximate ones serve. */
    TOO_MANY_OBSERVATIONS,
    /** The values that would show the error of the estimate are all equal. */
    NO_VARIATION,
    /** The control's mean cannot be told from zero, so nothing can be relative to it. */
    BASELINE_NEAR_ZERO,
    /** The numbers are so large or so small that double arithmetic overflows. */
    NOT_FINITE
  }

  static <T> Result<T> computed(T value) {
    return new Computed<>(value);
  }

  static <T> Result<T> degenerate(Reason reason, String explanation) {
    return new Degenerate<>(reason, explanation);
  }

  /** The value, where there is one. */
  default Optional<T> asOptional() {
    return switch (this) {
      case Computed<T>(T value) -> Optional.of(value);
      case Degenerate<T> _ -> Optional.empty();
    };
  }

  /** What follows from the value; a degenerate answer keeps its reason. */
  default <U> Result<U> flatMap(Function<? super T, Result<U>> next) {
    return switch (this) {
      case Computed<T>(T value) -> next.apply(value);
      case Degenerate<T>(Reason reason, String explanation) ->
          new Degenerate<>(reason, explanation);
    };
  }

  /** The same answer with its value converted; a degenerate one keeps its reason. */
  default <U> Result<U> map(Function<? super T, ? extends U> conversion) {
    return switch (this) {
      case Computed<T>(T value) -> new Computed<>(conversion.apply(value));
      case Degenerate<T>(Reason reason, String explanation) ->
          new Degenerate<>(reason, explanation);
    };
  }
}
