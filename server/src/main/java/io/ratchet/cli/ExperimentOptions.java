// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Short forms of what an experiment takes, as a command line writes them. */
final class ExperimentOptions {
  private static final Pattern VARIANT = Pattern.compile("([^=]+)=([^:]+)(?::(.+))?");
  private static final Pattern GUARDRAIL = Pattern.compile("([^:]+):([^:]+)(?::(.+))?");
  private static final Pattern CRITERION = Pattern.compile("([^=]+)=(.+)");
  private static final Pattern BOUNDS = Pattern.compile("(.*?)\\.\\.(.*)");

  private ExperimentOptions() {}

  /** {@code NAME=VERSION:WEIGHT}; without the weight the arms share alike. */
  static ArrayNode variants(List<String> texts) {
    ArrayNode variants = Json.array();
    for (String text : texts) {
      Matcher parts = match(VARIANT, "--variant", text, "--variant control=v1.0.0:80");
      ObjectNode variant =
          variants.addObject().put("name", parts.group(1)).put("version", parts.group(2));
      if (parts.group(3) != null) {
        variant.put("weight", number("--variant", text, parts.group(3)));
      }
    }
    return variants;
  }

  /** {@code METRIC:PERCENT}, or {@code METRIC:PERCENT:lower} for a score that is better low. */
  static ArrayNode guardrails(List<String> texts) {
    ArrayNode guardrails = Json.array();
    for (String text : texts) {
      Matcher parts = match(GUARDRAIL, "--guardrail", text, "--guardrail latency_ms:20");
      ObjectNode guardrail =
          guardrails
              .addObject()
              .put("metric", parts.group(1))
              .put("max_degradation_pct", number("--guardrail", text, parts.group(2)));
      if (parts.group(3) != null) {
        guardrail.put("direction", parts.group(3));
      }
    }
    return guardrails;
  }

  /** {@code ATTRIBUTE=MIN..MAX}, of which one may be missing, or {@code ATTRIBUTE=a,b}. */
  static ObjectNode segment(List<String> texts) {
    ObjectNode segment = Json.object();
    for (String text : texts) {
      Matcher parts =
          match(CRITERION, "--segment", text, "--segment age=18..65 or --segment tenant=a,b");
      if (segment.has(parts.group(1))) {
        throw wrong("--segment", text, "give each attribute once, such as tenant=a,b");
      }
      segment.set(parts.group(1), criterion(text, parts.group(2)));
    }
    return segment;
  }

  private static JsonNode criterion(String option, String text) {
    Matcher bounds = BOUNDS.matcher(text);
    if (!bounds.matches()) {
      return Json.array(List.of(text.split(",", -1)));
    }
    ObjectNode within = Json.object();
    List<String> ends = new ArrayList<>(List.of("min", "max"));
    for (int i = 0; i < ends.size(); i++) {
      if (!bounds.group(i + 1).isEmpty()) {
        within.put(ends.get(i), number("--segment", option, bounds.group(i + 1)));
      }
    }
    return within;
  }

  /** A number where the text is one, so that bounds can be held against it. */
  static JsonNode plain(String text) {
    try {
      return Json.mapper().valueToTree(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Json.mapper().valueToTree(text); // then it is a text
    }
  }

  private static Matcher match(Pattern pattern, String option, String text, String example) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw wrong(option, text, "write it as in " + example);
    }
    return matcher;
  }

  private static BigDecimal number(String option, String text, String number) {
    try {
      return new BigDecimal(number);
    } catch (NumberFormatException e) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          option + " " + text + " has no number where one is due: " + number,
          "see: ratchet experiment create --help",
          e);
    }
  }

  private static CommandFailure wrong(String option, String text, String hint) {
    return new CommandFailure(CommandFailure.USAGE, option + " cannot be read, got " + text, hint);
  }
}
