// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The prompts that are loaded from files.
 *
 * @param directory holds NAME/vX.Y.Z.(txt|md|yaml), and vX.Y.Z.txt for the default prompt
 * @param defaultPrompt the prompt that requests without a name mean
 * @param model who serves prompts that name no model; null for nobody
 * @param watchInterval how often the directory is looked through; zero for never
 */
public record PromptsConfig(
    Path directory, String defaultPrompt, @Nullable String model, Duration watchInterval) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final String EXPECTED = "a name of letters, digits, dots, - and _";

  public PromptsConfig {
    if (!NAME.matcher(defaultPrompt).matches()) {
      throw Failure.invalid(
          "default must be " + EXPECTED + ", got " + defaultPrompt, "write the name of a prompt");
    }
  }

  static PromptsConfig read(Section section) {
    return new PromptsConfig(
        section.path(
            "directory",
            "prompts",
            "Holds NAME/vX.Y.Z.(txt|md|yaml), and vX.Y.Z.txt for the default prompt."),
        section.text(
            "default",
            "extraction",
            NAME,
            EXPECTED,
            "The prompt that requests without a name mean."),
        section.optionalText(
            "model", "The model for prompts and requests that name none, such as openai/gpt-4o."),
        section.duration(
            "watch_interval",
            "1s",
            "0s",
            "1d",
            "How often the directory is looked through for changes; 0s for never."));
  }
}
