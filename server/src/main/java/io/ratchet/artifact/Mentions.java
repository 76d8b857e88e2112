// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import java.util.function.Consumer;

/**
 * Shows texts in which others may name content by its SHA-256, or a path as {@code
 * mlflow-artifacts:/PATH}: what they name stays.
 */
@FunctionalInterface
public interface Mentions {
  void each(Consumer<String> text);
}
