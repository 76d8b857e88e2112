// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import java.util.Map;

/**
 * A condition in SQL, the same text for every engine, that holds where the expression does.
 *
 * @param text for behind WHERE or AND: in parentheses where it needs them
 * @param bindings what its names stand for: texts, whole numbers and decimals
 * @param exact whether nothing else fulfils it. Regular expressions are not the same in every
 *     engine, or not there: the condition then holds where it might, and {@link Matcher} must look
 *     at what it finds
 */
public record Where(String text, Map<String, Object> bindings, boolean exact) {
  public Where {
    bindings = Map.copyOf(bindings);
  }

  /**
   * The condition of an expression.
   *
   * @param prefix what the names of the bindings begin with, so that they differ from others of the
   *     statement
   */
  public static Where of(Expression expression, Columns columns, String prefix) {
    Translation translation = new Translation(columns, prefix);
    String text = translation.text(expression);
    return new Where(text, translation.bindings(), translation.exact());
  }
}
