// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a file into the content of a version. A YAML file holds fields. A text or
 * Markdown file is the text of one user message; it may begin with the same fields between two
 * lines {@code ---}, and messages named there come before the text.
 */
final class PromptText {
  private static final String FENCE = "---";

  private PromptText() {}

  /** What a file came to. */
  sealed interface Result {
    record Content(PromptFields.Draft draft) implements Result {}

    record Faults(List<FileFault> faults) implements Result {}
  }

  /** A text file taken apart: its fields, and the text with the line on which it begins. */
  private record Parts(String fields, String body, int bodyLine) {}

  /**
   * Reads a text.
   *
   * @param form txt, md or yaml
   */
  static Result read(String text, String form, Limits limits) {
    String plain = normal(text);
    if (form.equals("yaml")) {
      return read(plain, 1, null, 1, limits);
    }
    if (!plain.startsWith(FENCE + "\n")) {
      return read("", 1, plain, 1, limits);
    }
    Parts parts = parts(plain);
    if (parts == null) {
      String hint =
          "the fields that begin on the first line do not end: close them with a line ---";
      return new Result.Faults(List.of(new FileFault(1, hint)));
    }
    return read(parts.fields(), 2, parts.body(), parts.bodyLine(), limits);
  }

  /** Without a byte order mark, and with the line ends of the repository, not of the machine. */
  private static String normal(String text) {
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return unmarked.replace("\r\n", "\n");
  }

  private static @Nullable Parts parts(String text) {
    int start = FENCE.length() + 1;
    int line = 2;
    for (int from = start; from < text.length(); line++) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end;
      if (text.substring(from, to).stripTrailing().equals(FENCE)) {
        String body = end < 0 ? "" : text.substring(end + 1);
        return new Parts(text.substring(start, from), body, line + 1);
      }
      from = to + 1;
    }
    return null;
  }

  private static Result read(
      String yaml, int yamlLine, @Nullable String body, int bodyLine, Limits limits) {
    List<FileFault> faults = new ArrayList<>();
    YamlText.Document document =
        yaml.isBlank()
            ? new YamlText.Document(Json.object(), Map.of())
            : YamlText.read(yaml, yamlLine, limits.depth() + 1, faults);
    if (!faults.isEmpty()) {
      return new Result.Faults(faults);
    }
    if (!document.root().isObject()) {
      return new Result.Faults(List.of(new FileFault(yamlLine, "must be fields with values")));
    }
    List<Problem> problems = new ArrayList<>();
    Fields fields = Fields.of(document.root(), "", problems);
    PromptFields reader = new PromptFields(fields, "", problems, limits);
    PromptFields.Draft draft = reader.read(body);
    fields.checkUnknown();
    if (draft != null && problems.isEmpty()) {
      return new Result.Content(draft);
    }
    for (Problem problem : problems) {
      Integer line =
          problem.where().equals(PromptFields.BODY)
              ? (Integer) (bodyLine + reader.bodyLine() - 1)
              : document.line(problem.where()).orElse(null);
      faults.add(new FileFault(line, problem.toString()));
    }
    return new Result.Faults(faults);
  }
}
