// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of this package throw to each other where a value, a path or a format is refused.
 * It never leaves the package: the parsers turn it into a {@link TemplateSyntaxException},
 * rendering into a {@link Problem}. It has no stack trace, since it carries a finding and not a
 * bug.
 */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String variable;

  Refused(String message) {
    this(null, message);
  }

  Refused(@Nullable String variable, String message) {
    super(message, null, false, false);
    this.variable = variable;
  }

  /** The same finding, about the path unless it names a variable already. */
  Refused about(String path) {
    return variable == null ? new Refused(path, reason()) : this;
  }

  Problem toProblem() {
    return new Problem(Objects.requireNonNull(variable), reason());
  }

  String reason() {
    return Objects.requireNonNull(getMessage());
  }
}
