// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** What an experiment is about, whether it is created, planned or played. */
final class TrialOptions {
  @Mixin private final PromptOption prompt = new PromptOption();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model to use, where it is not about a prompt.")
  private @Nullable String model;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "JSON or YAML with the fields; options win over it.")
  private @Nullable Path file;

  @Option(
      names = "--control",
      paramLabel = "VERSION",
      description = "Version that serves now (default: the default version).")
  private @Nullable String control;

  @Option(names = "--treatment", paramLabel = "VERSION", description = "Version to try.")
  private @Nullable String treatment;

  @Option(
      names = "--allocation",
      paramLabel = "SHARES",
      description = "Shares, the control first, such as 80/20.")
  private @Nullable String allocation;

  @Option(
      names = "--target-sample-size",
      paramLabel = "UNITS",
      description = "Units each arm needs before one may win.")
  private @Nullable Long targetSampleSize;

  @Option(
      names = "--max-days",
      paramLabel = "DAYS",
      description = "Days after which it completes (default: never).")
  private @Nullable Long maxDays;

  @Option(
      names = "--primary-metric",
      paramLabel = "METRIC",
      description = "What must get better (default: success_rate).")
  private @Nullable String primaryMetric;

  @Option(
      names = "--min-success-rate-delta",
      paramLabel = "POINTS",
      description = "Percentage points the success rate must rise.")
  private @Nullable Double minSuccessRateDelta;

  @Option(
      names = "--max-cost-increase-pct",
      paramLabel = "PERCENT",
      description = "Percent by which a call may be dearer.")
  private @Nullable Double maxCostIncreasePct;

  @Option(
      names = "--guardrail",
      paramLabel = "METRIC:PERCENT",
      description = {"What must not get worse by more, repeated;", "add :lower where low is good."})
  private List<String> guardrails = new ArrayList<>();

  @Option(
      names = "--confidence",
      paramLabel = "LEVEL",
      description = "Confidence level, such as 0.95.")
  private @Nullable Double confidence;

  /** The fields of the file, with what the options say over them. */
  ObjectNode body() {
    ObjectNode body =
        file == null ? Json.object() : VersionFile.fields(file, RegisterCommand.read(file));
    if (model != null && prompt.given() != null) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          "--prompt and --model are both given",
          "an experiment is about one of them");
    }
    put(body, "asset", prompt.given());
    put(body, "model", model);
    put(body, "control_version", control);
    put(body, "treatment_version", treatment);
    put(body, "traffic_allocation", allocation);
    put(body, "target_sample_size", targetSampleSize);
    put(body, "max_duration_days", maxDays);
    put(body, "primary_metric", primaryMetric);
    put(body, "min_success_rate_delta", minSuccessRateDelta);
    put(body, "max_cost_increase_pct", maxCostIncreasePct);
    put(body, "confidence_level", confidence);
    put(body, "guardrails", guardrails.isEmpty() ? null : ExperimentOptions.guardrails(guardrails));
    return body;
  }

  static void put(ObjectNode body, String field, @Nullable Object value) {
    if (value != null) {
      body.set(field, Json.mapper().valueToTree(value));
    }
  }
}
