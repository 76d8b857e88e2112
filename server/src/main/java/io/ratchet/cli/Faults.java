// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on standard error what went wrong and what to do, and chooses the exit code. */
final class Faults implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final int FAILED = 1;
  private final Terminal terminal;

  Faults(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    List<String> similar =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.<String>of();
    String suggestion =
        similar.isEmpty() ? "" : "did you mean " + String.join(" or ", similar) + "? ";
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
    say(message, suggestion + "see: " + command + " --help");
    return CommandFailure.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult arguments)
      throws Exception {
    return switch (e) {
      case CommandFailure failure -> {
        say(failure.message(), failure.hint());
        yield failure.exitCode();
      }
      case Failure failure -> {
        say(message(failure), failure.hint());
        yield failure.code() == ErrorCode.INVALID ? CommandFailure.USAGE : FAILED;
      }
      case Exception bug -> throw bug;
    };
  }

  private static String message(Failure failure) {
    return failure.problems().isEmpty()
        ? failure.message()
        : failure.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }

  private void say(String message, String hint) {
    message
        .lines()
        .forEach(line -> terminal.err().println(Colour.FAULT.on(terminal, "ratchet: ") + line));
    if (!hint.isBlank()) {
      terminal.err().println("  " + hint);
    }
    terminal.err().flush();
  }
}
