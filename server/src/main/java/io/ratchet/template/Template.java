// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import io.ratchet.template.Segment.Literal;
import io.ratchet.template.Segment.Placeholder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text with named fields, compiled once and rendered with different variables.
 *
 * <p>Rendering walks an array of segments and allocates the result and its builder, whose capacity
 * is known beforehand where the variables are strings. What is wrong with the variables is looked
 * for only after a rendering failed, so that the usual case pays nothing for complete messages.
 */
public final class Template {
  /** The longest text of a template, in UTF-16 units. */
  public static final int MAX_LENGTH = 1_000_000;

  /** The longest text that a rendering yields, in UTF-16 units. */
  public static final int MAX_RENDERED_LENGTH = 10_000_000;

  /** Room for a value that is not a string, to spare the builder from growing. */
  private static final int EXPECTED_VALUE_LENGTH = 16;

  private final String text;
  private final TemplateFormat format;
  private final Segment[] segments;
  private final List<Placeholder> placeholders;
  private final Set<String> variables;
  private final int literalLength;

  private Template(String text, TemplateFormat format, List<Segment> parsed) {
    this.text = text;
    this.format = format;
    this.segments = parsed.toArray(Segment[]::new);
    this.placeholders = placeholders(parsed);
    Set<String> names = new LinkedHashSet<>();
    placeholders.forEach(placeholder -> names.add(placeholder.path().root()));
    this.variables = Collections.unmodifiableSet(names);
    int length = 0;
    for (Segment segment : segments) {
      length += segment instanceof Literal literal ? literal.text().length() : 0;
    }
    this.literalLength = length;
  }

  private static List<Placeholder> placeholders(List<Segment> segments) {
    List<Placeholder> found = new ArrayList<>();
    for (Segment segment : segments) {
      if (segment instanceof Placeholder placeholder) {
        found.add(placeholder);
        found.addAll(placeholder.inner());
      }
    }
    return List.copyOf(found);
  }

  /**
   * Compiles a text.
   *
   * @throws TemplateSyntaxException where the text is not one of that format; for AUTO only where
   *     it is too long or has a Mustache section
   */
  public static Template parse(String text, TemplateFormat format) {
    if (text.length() > MAX_LENGTH) {
      throw TemplateSyntaxException.at(
          text, MAX_LENGTH, "a template has at most " + MAX_LENGTH + " characters");
    }
    return switch (format) {
      case PYTHON -> new Template(text, format, PythonParser.parse(text));
      case MUSTACHE -> new Template(text, format, MustacheParser.parse(text, true));
      case AUTO -> detected(text);
    };
  }

  private static Template detected(String text) {
    try {
      List<Segment> parsed = PythonParser.parse(text);
      if (parsed.stream().anyMatch(Placeholder.class::isInstance)) {
        return new Template(text, TemplateFormat.PYTHON, parsed);
      }
    } catch (TemplateSyntaxException _) {
      // A brace that Python would not take is what makes the text Mustache.
    }
    return new Template(text, TemplateFormat.MUSTACHE, MustacheParser.parse(text, false));
  }

  /** The text as it was given. */
  public String text() {
    return text;
  }

  /** The language the text was read in: PYTHON or MUSTACHE, also where AUTO was asked for. */
  public TemplateFormat format() {
    return format;
  }

  /**
   * The text with its variables as Mustache writes them, {@code {{ name }}}. What a Python field
   * says of conversion and format is lost, since Mustache has no words for it.
   */
  public String mustache() {
    if (format == TemplateFormat.MUSTACHE) {
      return text;
    }
    StringBuilder mustache = new StringBuilder();
    for (Segment segment : segments) {
      switch (segment) {
        case Literal literal -> mustache.append(literal.text());
        case Placeholder field -> mustache.append("{{ ").append(field.path().text()).append(" }}");
      }
    }
    return mustache.toString();
  }

  /** The names of the variables, in order of appearance. */
  public Set<String> variables() {
    return variables;
  }

  /** Every field in order of appearance; the fields in the format of a field follow it. */
  public List<Field> fields() {
    return placeholders.stream().map(Placeholder::field).toList();
  }

  /** The text with the variables in their places, or everything that stands in the way of it. */
  public Rendered render(Map<String, ? extends @Nullable Object> values) {
    String rendered = write(values);
    return rendered == null
        ? new Rendered.Problems(problems(values))
        : new Rendered.Text(rendered, Templates.unused(values.keySet(), variables));
  }

  /** The rendered text, or null where there are problems. */
  @Nullable String write(Map<String, ? extends @Nullable Object> values) {
    StringBuilder out = new StringBuilder(capacity(values));
    try {
      for (Segment segment : segments) {
        segment.append(out, values);
        if (out.length() > MAX_RENDERED_LENGTH) {
          return null;
        }
      }
      return out.toString();
    } catch (Refused refused) {
      return null;
    }
  }

  private int capacity(Map<String, ? extends @Nullable Object> values) {
    long capacity = literalLength;
    for (Segment segment : segments) {
      if (segment instanceof Placeholder placeholder) {
        capacity +=
            values.get(placeholder.path().root()) instanceof String value
                ? value.length()
                : EXPECTED_VALUE_LENGTH;
      }
    }
    return (int) Math.min(capacity, MAX_RENDERED_LENGTH);
  }

  /** Everything that is wrong with the values, in order of appearance and each thing once. */
  List<Problem> problems(Map<String, ? extends @Nullable Object> values) {
    Set<Problem> problems = new LinkedHashSet<>();
    StringBuilder scratch = new StringBuilder();
    long length = literalLength;
    for (Placeholder placeholder : placeholders) {
      scratch.setLength(0);
      try {
        placeholder.append(scratch, values);
      } catch (Refused refused) {
        problems.add(refused.toProblem());
      }
      length += scratch.length();
      if (length > MAX_RENDERED_LENGTH) {
        problems.add(tooLong(placeholder.path().text()));
        break;
      }
    }
    return List.copyOf(problems);
  }

  private static Problem tooLong(String path) {
    return new Problem(
        path, "makes the text longer than the limit of " + MAX_RENDERED_LENGTH + " characters");
  }

  @Override
  public String toString() {
    return text;
  }
}
