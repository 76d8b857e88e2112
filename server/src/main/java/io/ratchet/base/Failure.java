// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A refusal: the one exception by which a feature says no. It says what was wrong and shows the
 * value; the hint says what to do. The HTTP layer maps it to an answer in a single place.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final String hint;
  private final transient List<Problem> problems;

  public Failure(ErrorCode code, String message, String hint) {
    this(code, message, hint, List.of(), null);
  }

  public Failure(
      ErrorCode code,
      String message,
      String hint,
      List<Problem> problems,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = hint;
    this.problems = List.copyOf(problems);
  }

  public static Failure invalid(String message, String hint) {
    return new Failure(ErrorCode.INVALID, message, hint);
  }

  /** A request with faults, all of them named at once. */
  public static Failure invalid(List<Problem> problems, String hint) {
    String message = problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    return new Failure(ErrorCode.INVALID, message, hint, problems, null);
  }

  public static Failure missing(String message, String hint) {
    return new Failure(ErrorCode.MISSING, message, hint);
  }

  public static Failure conflict(String message, String hint) {
    return new Failure(ErrorCode.CONFLICT, message, hint);
  }

  public static Failure unavailable(String message, String hint, @Nullable Throwable cause) {
    return new Failure(ErrorCode.UNAVAILABLE, message, hint, List.of(), cause);
  }

  public ErrorCode code() {
    return code;
  }

  public String message() {
    String message = getMessage();
    return message == null ? code.name() : message;
  }

  public String hint() {
    return hint;
  }

  /** The single faults, where there are several. */
  public List<Problem> problems() {
    return problems;
  }
}
