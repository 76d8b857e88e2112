// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A compiled piece of a template. */
sealed interface Segment {
  /** Appends this piece; refuses at the first variable that stands in its way. */
  void append(StringBuilder out, Map<String, ? extends @Nullable Object> variables);

  /** Text that is the same in every rendering. */
  record Literal(String text) implements Segment {
    @Override
    public void append(StringBuilder out, Map<String, ? extends @Nullable Object> variables) {
      out.append(text);
    }
  }

  /** A place that a variable fills. */
  sealed interface Placeholder extends Segment {
    Field field();

    Path path();

    /** The placeholders within this one, which render before it. */
    List<Placeholder> inner();
  }

  /** A Mustache variable. */
  record MustacheField(Field field, Path path) implements Placeholder {
    @Override
    public void append(StringBuilder out, Map<String, ? extends @Nullable Object> variables) {
      try {
        JsonText.append(out, path.resolve(variables));
      } catch (Refused refused) {
        throw refused.about(path.text());
      }
    }

    @Override
    public List<Placeholder> inner() {
      return List.of();
    }
  }

  /** A Python field: a variable, perhaps converted to a string, in a format. */
  record PythonField(Field field, Path path, Conversion conversion, Format format)
      implements Placeholder {
    @Override
    public void append(StringBuilder out, Map<String, ? extends @Nullable Object> variables) {
      try {
        append(out, path.resolve(variables), variables);
      } catch (Refused refused) {
        throw refused.about(path.text());
      }
    }

    private void append(
        StringBuilder out,
        @Nullable Object value,
        Map<String, ? extends @Nullable Object> variables) {
      switch (format) {
        case Format.None _ -> conversion.append(out, value);
        case Format.Fixed fixed -> PythonFormat.append(out, converted(value), fixed.spec());
        case Format.Computed computed -> {
          String spec = computed.text(variables);
          if (spec.isEmpty()) {
            conversion.append(out, value);
          } else {
            PythonFormat.append(out, converted(value), FormatSpec.parse(spec));
          }
        }
      }
    }

    private @Nullable Object converted(@Nullable Object value) {
      if (conversion == Conversion.NONE) {
        return value;
      }
      StringBuilder text = new StringBuilder();
      conversion.append(text, value);
      return text.toString();
    }

    @Override
    public List<Placeholder> inner() {
      return format instanceof Format.Computed computed
          ? computed.parts().stream()
              .filter(Placeholder.class::isInstance)
              .map(Placeholder.class::cast)
              .toList()
          : List.of();
    }
  }

  /** How a Python field turns its value into a string before the format applies. */
  enum Conversion {
    NONE,
    STR,
    REPR,
    ASCII;

    void append(StringBuilder out, @Nullable Object value) {
      switch (this) {
        case NONE, STR -> PythonText.str(out, value);
        case REPR -> PythonText.repr(out, value);
        case ASCII -> PythonText.ascii(out, value);
      }
    }
  }

  /** The format of a Python field. */
  sealed interface Format {
    /** No format: the value as {@code str} gives it. */
    record None() implements Format {}

    /** A format that the template spells out. */
    record Fixed(FormatSpec spec) implements Format {}

    /** A format that other variables complete, as in {@code {price:.{decimals}f}}. */
    record Computed(List<Segment> parts) implements Format {
      String text(Map<String, ? extends @Nullable Object> variables) {
        StringBuilder text = new StringBuilder();
        for (Segment part : parts) {
          part.append(text, variables);
        }
        return text.toString();
      }
    }
  }
}
