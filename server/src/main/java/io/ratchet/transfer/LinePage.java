// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Some lines of a kind.
 *
 * @param position where the next page begins
 * @param isLast whether there is no next one; where there are no lines, there is none either
 */
record LinePage(List<ObjectNode> lines, String position, boolean isLast) {
  LinePage {
    lines = List.copyOf(lines);
  }

  static LinePage none(String position) {
    return new LinePage(List.of(), position, true);
  }

  /** A page after which there may be others, unless it is empty. */
  static LinePage of(List<ObjectNode> lines, String position) {
    return new LinePage(lines, position, lines.isEmpty());
  }
}
