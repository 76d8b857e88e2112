// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** A model that lives through rows whose meaning turns, from the first training to the figures. */
final class DemoModelsTest {
  private static final int ROWS = 4_000;

  @TempDir private Path folder;

  /** The line between the classes turns by half a circle while time passes. */
  private static String turning() {
    SplittableRandom chance = new SplittableRandom(5);
    StringBuilder csv = new StringBuilder("a,b,kind,outcome\n");
    for (int row = 0; row < ROWS; row++) {
      double angle = Math.PI * row / ROWS;
      double a = chance.nextGaussian();
      double b = chance.nextGaussian();
      double side = a * Math.cos(angle) + b * Math.sin(angle) + 0.3 * chance.nextGaussian();
      csv.append(String.format(Locale.ROOT, "%.4f,%.4f,", a, b))
          .append(chance.nextBoolean() ? "x" : "y")
          .append(side > 0 ? ",yes\n" : ",no\n");
    }
    return csv.toString();
  }

  @Test
  void theLoopBeatsTheFirstModelWhereTheWorldTurns() throws IOException {
    Path csv = Files.writeString(folder.resolve("turning.csv"), turning());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal = Terminal.plain(new PrintWriter(out), new PrintWriter(err));
    int code =
        new CommandLine(new DemoModelsCommand(terminal))
            .execute("--csv", csv.toString(), "--label", "outcome", "--json");
    assertThat(code).as("%s%s", out, err).isZero();

    List<String> lines = out.toString().lines().toList();
    assertThat(lines.getFirst()).startsWith("ratchet listening on http://127.0.0.1:");
    JsonNode outcome = Json.parse(lines.getLast());
    assertThat(outcome.propertyNames())
        .containsExactly(
            "rows",
            "frozen_accuracy",
            "managed_accuracy",
            "daily_accuracy",
            "retrains",
            "drift_alarms");
    assertThat(outcome.required("rows").intValue()).isEqualTo(ROWS - ROWS / 5);
    assertThat(outcome.required("retrains").intValue()).isPositive();
    assertThat(outcome.required("managed_accuracy").doubleValue())
        .isGreaterThan(outcome.required("frozen_accuracy").doubleValue() + 0.05);
  }
}
