// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.util.Locale;
import java.util.Optional;

/** The language a template is written in. */
public enum TemplateFormat {
  /**
   * PYTHON where every brace of the text belongs to a well-formed field or an escape and at least
   * one field occurs; MUSTACHE otherwise. What is a field in neither language is text.
   */
  AUTO,
  /** Fields and escapes of Python's {@code str.format}; every field names its variable. */
  PYTHON,
  /** Interpolation with double braces; single braces are text. */
  MUSTACHE;

  /** The name that files and requests use: the lower-case constant. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format of that name in any case, or empty where there is none. */
  public static Optional<TemplateFormat> named(String label) {
    for (TemplateFormat format : values()) {
      if (format.name().equalsIgnoreCase(label)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
