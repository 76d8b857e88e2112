// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.util.List;
import java.util.Set;

/** The outcome of rendering several templates with the same variables: all texts or no text. */
public sealed interface RenderedAll permits RenderedAll.Texts, Rendered.Problems {
  /**
   * The texts in the order of the templates.
   *
   * @param extra names that were given and that no template uses
   */
  record Texts(List<String> texts, Set<String> extra) implements RenderedAll {}
}
