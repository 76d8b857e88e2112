// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a request names a prompt: {@code prompt:NAME}, which the route decides, or {@code
 * prompt:NAME@SELECTOR}, which pins a version, an alias or a stage.
 *
 * @param selector what follows the @, null for nothing
 */
public record PromptReference(String name, @Nullable String selector) {
  private static final String SCHEME = "prompt:";
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "([A-Za-z0-9][A-Za-z0-9._-]{0,127})(?:@([A-Za-z0-9][A-Za-z0-9.+_-]{0,127}))?");

  /** Whether the name of a model is one of a prompt. */
  public static boolean isOne(String model) {
    return model.startsWith(SCHEME);
  }

  /**
   * Reads a reference.
   *
   * @throws Failure INVALID where it is none
   */
  public static PromptReference parse(String text) {
    Matcher matcher = GRAMMAR.matcher(isOne(text) ? text.substring(SCHEME.length()) : "");
    if (!matcher.matches()) {
      throw Failure.invalid(
          "not a prompt: " + Problem.shorten(text),
          "write prompt:NAME, or prompt:NAME@ and a version, an alias or a stage");
    }
    return new PromptReference(matcher.group(1), matcher.group(2));
  }
}
