// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** What a plan takes that nobody has created yet, and what is assumed of it. */
final class PlanOptions {
  @Mixin private final TrialOptions trial = new TrialOptions();

  @Option(
      names = "--power",
      paramLabel = "CHANCE",
      description = "Wanted chance to find the effect (default: 0.8).")
  private @Nullable Double power;

  @Option(
      names = "--effect",
      paramLabel = "METRIC=CHANGE",
      description = {
        "What the new version changes, repeated:",
        "success_rate=+3pp, cost_usd=-10%."
      })
  private List<String> effects = new ArrayList<>();

  @Option(
      names = "--units-per-day",
      paramLabel = "UNITS",
      description = "Users, sessions or requests a day (default: as recorded).")
  private @Nullable Double unitsPerDay;

  @Option(
      names = "--assume",
      paramLabel = "METRIC=RATE|MEAN~SD",
      description = {
        "What the control is like in place of what was",
        "recorded, repeated: success_rate=0.9, cost_usd=0.002~0.001."
      })
  private List<String> assumed = new ArrayList<>();

  @Option(
      names = "--recorded-days",
      paramLabel = "DAYS",
      description = "How far back calls are read (default: 14).")
  private @Nullable Long recordedDays;

  ObjectNode body() {
    ObjectNode body = trial.body();
    TrialOptions.put(body, "power", power);
    TrialOptions.put(body, "recorded_days", recordedDays);
    for (String effect : effects) {
      String[] parts = parts("--effect", effect, "success_rate=+3pp");
      inner(body, "effects").set(parts[0], ExperimentOptions.plain(parts[1]));
    }
    if (unitsPerDay != null) {
      inner(body, "assume").put("units_per_day", unitsPerDay);
    }
    for (String said : assumed) {
      String[] parts = parts("--assume", said, "success_rate=0.9 or cost_usd=0.002~0.001");
      inner(body, "assume").set(parts[0], assumed(said, parts[1]));
    }
    return body;
  }

  private static ObjectNode inner(ObjectNode body, String name) {
    return body.path(name) instanceof ObjectNode object ? object : body.putObject(name);
  }

  static String[] parts(String option, String text, String example) {
    int equals = text.indexOf('=');
    if (equals <= 0 || equals == text.length() - 1) {
      throw wrong(option, text, example, null);
    }
    return new String[] {text.substring(0, equals), text.substring(equals + 1)};
  }

  private static ObjectNode assumed(String option, String text) {
    String[] numbers = text.split("~", -1);
    try {
      ObjectNode said = Json.object();
      return numbers.length == 1
          ? said.put("rate", new BigDecimal(numbers[0]))
          : said.put("mean", new BigDecimal(numbers[0])).put("sd", new BigDecimal(numbers[1]));
    } catch (NumberFormatException e) {
      throw wrong("--assume", option, "success_rate=0.9 or cost_usd=0.002~0.001", e);
    }
  }

  private static CommandFailure wrong(
      String option, String text, String example, @Nullable Throwable cause) {
    return new CommandFailure(
        CommandFailure.USAGE,
        option + " cannot be read, got " + text,
        "write it as in " + option + " " + example,
        cause);
  }
}
