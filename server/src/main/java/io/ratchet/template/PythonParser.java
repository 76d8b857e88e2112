// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import io.ratchet.template.Segment.Conversion;
import io.ratchet.template.Segment.Format;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the fields and escapes of {@code str.format}.
 *
 * <p>Stricter than Python where a prompt would only be wrong: a field has a variable's name, not a
 * position, and a format that no value could take is refused when the template is read. Like
 * Python, a format may hold fields, and the formats of those may not.
 */
final class PythonParser {
  private final String text;
  private final int end;
  private final boolean inFormat;
  private final List<Segment> segments = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();
  private int at;

  private PythonParser(String text, int start, int end, boolean inFormat) {
    this.text = text;
    this.at = start;
    this.end = end;
    this.inFormat = inFormat;
  }

  /** The segments of the text; throws where a brace belongs to no field and no escape. */
  static List<Segment> parse(String text) {
    return new PythonParser(text, 0, text.length(), false).segments();
  }

  private List<Segment> segments() {
    while (at < end) {
      char c = text.charAt(at);
      if (c != '{' && c != '}') {
        literal.append(c);
        at++;
      } else if (at + 1 < end && text.charAt(at + 1) == c) {
        literal.append(c);
        at += 2;
      } else if (c == '}') {
        throw fault(at, "a single '}' is outside a field; write '}}' for the character");
      } else {
        flush();
        segments.add(field());
      }
    }
    flush();
    return List.copyOf(segments);
  }

  private void flush() {
    if (!literal.isEmpty()) {
      segments.add(new Segment.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private Segment field() {
    int start = at++;
    Path path = path(start);
    Conversion conversion = Conversion.NONE;
    Format format = new Format.None();
    if (text.charAt(at) == '!') {
      conversion = conversion(start);
    }
    if (text.charAt(at) == ':') {
      format = format(start);
    }
    at++;
    Field field = new Field(path.root(), path.text(), text.substring(start, at));
    return new Segment.PythonField(field, path, conversion, format);
  }

  /** Reads the name and its steps; leaves the position at the character that ends them. */
  private Path path(int start) {
    int from = at;
    while (at < end && "}:!".indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at);
      if (c == '{') {
        throw fault(start, "a '{' is inside the name of a field; write '{{' for the character");
      }
      int close = c == '[' ? text.indexOf(']', at) : at;
      at = close < 0 || close >= end ? end : close + 1;
    }
    if (at >= end) {
      throw unclosed(start);
    }
    String name = text.substring(from, at);
    if (name.isEmpty() || Path.isNumber(name)) {
      throw fault(start, "'{" + name + "}' is a position; name the variable, as in {name}");
    }
    try {
      return Path.parse(name);
    } catch (Refused refused) {
      throw fault(start, refused.reason());
    }
  }

  private Conversion conversion(int start) {
    if (at + 2 >= end) {
      throw unclosed(start);
    }
    char code = text.charAt(at + 1);
    char after = text.charAt(at + 2);
    at += 2;
    if (after != ':' && after != '}') {
      throw fault(start, "'}' or ':' is expected after the conversion '!" + code + "'");
    }
    return switch (code) {
      case 's' -> Conversion.STR;
      case 'r' -> Conversion.REPR;
      case 'a' -> Conversion.ASCII;
      default -> throw fault(start, "the conversion '!" + code + "' is none of !s, !r and !a");
    };
  }

  /** Reads the format behind the colon; leaves the position at the brace that ends the field. */
  private Format format(int start) {
    int from = ++at;
    int open = 1;
    boolean nested = false;
    for (; at < end; at++) {
      char c = text.charAt(at);
      nested |= c == '{';
      open += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (open == 0) {
        return nested ? computed(start, from) : fixed(start, text.substring(from, at));
      }
    }
    throw unclosed(start);
  }

  private Format computed(int start, int from) {
    if (inFormat) {
      throw fault(start, "a field in a format cannot have fields in its own format");
    }
    List<Segment> parts = new PythonParser(text, from, at, true).segments();
    return parts.size() == 1 && parts.getFirst() instanceof Segment.Literal(String spec)
        ? fixed(start, spec)
        : new Format.Computed(parts);
  }

  private Format fixed(int start, String spec) {
    if (spec.isEmpty()) {
      return new Format.None();
    }
    try {
      return new Format.Fixed(FormatSpec.parse(spec));
    } catch (Refused refused) {
      throw fault(start, refused.reason());
    }
  }

  private TemplateSyntaxException unclosed(int start) {
    return fault(start, "a field is not closed with '}'; write '{{' for the character '{'");
  }

  private TemplateSyntaxException fault(int offset, String what) {
    return TemplateSyntaxException.at(text, offset, what);
  }
}
