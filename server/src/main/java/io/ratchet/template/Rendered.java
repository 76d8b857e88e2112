// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.util.List;
import java.util.Set;

/** The outcome of rendering one template. */
public sealed interface Rendered {
  /**
   * The whole text.
   *
   * @param extra names that were given and that the template does not use
   */
  record Text(String text, Set<String> extra) implements Rendered {}

  /** Every missing or ill-typed variable, in order of appearance; there is no text. */
  record Problems(List<Problem> problems) implements Rendered, RenderedAll {}
}
