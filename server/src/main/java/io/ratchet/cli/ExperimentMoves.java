// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** What moves an experiment, and its route with it. */
final class ExperimentMoves {
  private ExperimentMoves() {}

  /** One move: a verb, and what it takes. */
  abstract static class Move implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    private final String verb;

    @Parameters(paramLabel = "NAME", description = "Name or id of the experiment.")
    private String name = "";

    Move(Terminal terminal, String verb) {
      this.server = new ServerOptions(terminal);
      this.verb = verb;
    }

    /** Puts in what the options say; null is left out. */
    abstract void fill(ObjectNode body);

    static void put(ObjectNode body, String field, @Nullable String value) {
      if (value != null) {
        body.put(field, value);
      }
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object();
      fill(body);
      return server.run(
          connection ->
              connection.post(Connection.path("/api/experiments/{id}/{verb}", name, verb), body),
          ExperimentViews::moved);
    }
  }

  /** A move that only has a reason. */
  abstract static class Reasoned extends Move {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the journal.")
    private @Nullable String reason;

    Reasoned(Terminal terminal, String verb) {
      super(terminal, verb);
    }

    @Override
    void fill(ObjectNode body) {
      put(body, "reason", reason);
    }
  }

  /** Begins. */
  @Command(
      name = "start",
      description = {
        "Starts a draft: from now on the route deals its arms.",
        "Refused where an arm needs a variable that the control does not have."
      },
      footer = {"", "Example: ratchet experiment start terse"})
  static final class Start extends Reasoned {
    Start(Terminal terminal) {
      super(terminal, "start");
    }
  }

  /** Holds still. */
  @Command(
      name = "pause",
      description = "Gives everybody the control, until it is resumed.",
      footer = {"", "Example: ratchet experiment pause terse --reason \"provider has trouble\""})
  static final class Wait extends Reasoned {
    Wait(Terminal terminal) {
      super(terminal, "pause");
    }
  }

  /** Goes on. */
  @Command(
      name = "resume",
      description = "Goes on after a pause; every unit gets the arm it had.",
      footer = {"", "Example: ratchet experiment resume terse"})
  static final class Resume extends Reasoned {
    Resume(Terminal terminal) {
      super(terminal, "resume");
    }
  }

  /** Ends. */
  @Command(
      name = "complete",
      description = "Ends an experiment; everybody gets the control until the winner is promoted.",
      footer = {
        "",
        "Examples:",
        "  ratchet experiment complete terse",
        "  ratchet experiment complete terse --winner v2.1.0 --conclusion \"as good and cheaper\""
      })
  static final class Complete extends Move {
    @Option(
        names = "--winner",
        paramLabel = "VERSION",
        description = "Version or arm that won (default: what the verdict says).")
    private @Nullable String winner;

    @Option(names = "--conclusion", paramLabel = "TEXT", description = "What was learned.")
    private @Nullable String conclusion;

    Complete(Terminal terminal) {
      super(terminal, "complete");
    }

    @Override
    void fill(ObjectNode body) {
      put(body, "winner", winner);
      put(body, "conclusion", conclusion);
    }
  }

  /** Makes the winner live. */
  @Command(
      name = "promote",
      description = "Puts the winner into production, for everybody and at once.",
      footer = {
        "",
        "Examples:",
        "  ratchet experiment promote terse",
        "  ratchet experiment promote terse --winner v2.1.0 --reason \"good enough\""
      })
  static final class Promote extends Reasoned {
    @Option(
        names = "--winner",
        paramLabel = "VERSION",
        description = "Version or arm (default: the one it was completed with).")
    private @Nullable String winner;

    Promote(Terminal terminal) {
      super(terminal, "promote");
    }

    @Override
    void fill(ObjectNode body) {
      put(body, "winner", winner);
      super.fill(body);
    }
  }

  /** Goes back. */
  @Command(
      name = "rollback",
      description = "Restores the route as it was before the start, also after a promotion.",
      footer = {"", "Example: ratchet experiment rollback terse --reason \"answers got worse\""})
  static final class Rollback extends Reasoned {
    Rollback(Terminal terminal) {
      super(terminal, "rollback");
    }
  }
}
