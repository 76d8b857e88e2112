// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the variables of a Mustache text: {@code {{ path }}}, also with three braces or an
 * ampersand, which mean the same here because nothing is ever escaped.
 *
 * <p>Braces that hold no path are text, so JSON and code stay as they are. Sections and partials
 * are refused wherever they occur, since sent as text they would spoil the prompt unseen. A text
 * that is declared to be Mustache is held to more: what begins like a variable has to be one.
 */
final class MustacheParser {
  private final String text;
  private final boolean declared;
  private final List<Segment> segments = new ArrayList<>();
  private int literalStart;

  private MustacheParser(String text, boolean declared) {
    this.text = text;
    this.declared = declared;
  }

  /**
   * The segments of the text.
   *
   * @param declared whether the text says that it is Mustache, or this is only a guess
   */
  static List<Segment> parse(String text, boolean declared) {
    return new MustacheParser(text, declared).segments();
  }

  private List<Segment> segments() {
    int at = text.indexOf("{{");
    while (at >= 0) {
      at = text.indexOf("{{", afterTag(at));
    }
    literal(text.length());
    return List.copyOf(segments);
  }

  /** Reads the tag at {@code open} if there is one; returns where to go on. */
  private int afterTag(int open) {
    if (text.startsWith("{{{", open)) {
      int close = nextBrace(open + 3);
      if (text.startsWith("}}}", close)) {
        return field(open, open + 3, close, close + 3) ? close + 3 : close;
      }
      return open + 1;
    }
    int close = nextBrace(open + 2);
    boolean closed = text.startsWith("}}", close);
    if (closed && field(open, open + 2, close, close + 2)) {
      return close + 2;
    }
    String content = text.substring(open + 2, close).strip();
    if (declared && !closed && isPath(content)) {
      throw fault(open, "the variable '" + content + "' is not closed with '}}'");
    }
    return close;
  }

  private int nextBrace(int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '{' && text.charAt(at) != '}') {
      at++;
    }
    return at;
  }

  private boolean field(int open, int from, int to, int end) {
    String content = text.substring(from, to).strip();
    refuseOtherTags(open, content);
    String name = content.startsWith("&") ? content.substring(1).strip() : content;
    Path path;
    try {
      path = Path.parse(name);
    } catch (Refused refused) {
      if (declared && !name.isEmpty() && Path.isNameStart(name.codePointAt(0))) {
        throw fault(open, refused.reason());
      }
      return false;
    }
    literal(open);
    Field field = new Field(path.root(), path.text(), text.substring(open, end));
    segments.add(new Segment.MustacheField(field, path));
    literalStart = end;
    return true;
  }

  private void refuseOtherTags(int open, String content) {
    if (content.length() < 2) {
      return;
    }
    boolean named = Path.isNameStart(content.substring(1).stripLeading().codePointAt(0));
    switch (content.charAt(0)) {
      case '#', '^', '/' -> refuse(named, open, "sections are not supported, only {{ variable }}");
      case '>' -> refuse(named, open, "partials are not supported, only {{ variable }}");
      case '!' -> refuse(declared, open, "comments are not supported, only {{ variable }}");
      case '=' -> refuse(declared, open, "other delimiters are not supported, only {{ variable }}");
      default -> {}
    }
  }

  private void refuse(boolean refused, int open, String what) {
    if (refused) {
      throw fault(open, what);
    }
  }

  private static boolean isPath(String content) {
    try {
      Path.parse(content);
      return true;
    } catch (Refused refused) {
      return false;
    }
  }

  private void literal(int end) {
    if (literalStart < end) {
      segments.add(new Segment.Literal(text.substring(literalStart, end)));
    }
  }

  private TemplateSyntaxException fault(int offset, String what) {
    return TemplateSyntaxException.at(text, offset, what);
  }
}
