// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.template.Problem;
import java.util.List;
import java.util.Set;

/** The outcome of rendering a version: all of its messages, or what stands in the way. */
public sealed interface RenderedPrompt {
  /**
   * The messages in order.
   *
   * @param extra variables that were given and that no message uses
   */
  record Messages(List<Text> messages, Set<String> extra) implements RenderedPrompt {
    /** The texts of all messages, a blank line between two. */
    public String text() {
      return messages.size() == 1
          ? messages.getFirst().content()
          : String.join("\n\n", messages.stream().map(Text::content).toList());
    }
  }

  /** Every missing or ill-typed variable, each once. */
  record Problems(List<Problem> problems) implements RenderedPrompt {}

  /** One message as it goes to a provider. */
  record Text(Role role, String content) {}
}
