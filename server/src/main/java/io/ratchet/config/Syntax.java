// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Puts the parser's complaints into words for people who did not write a parser. */
final class Syntax {
  private Syntax() {}

  /** A text that cannot be read on from here. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Origin origin;
    private final String problem;

    Broken(Origin origin, String problem) {
      super(problem);
      this.origin = origin;
      this.problem = problem;
    }

    Origin origin() {
      return origin;
    }

    String problem() {
      return problem;
    }
  }

  static Broken broken(String name, YamlEngineException exception) {
    if (!(exception instanceof MarkedYamlEngineException marked)) {
      return new Broken(new Origin.File(name, 1, 1), "not YAML: " + exception.getMessage());
    }
    Origin origin =
        marked
            .getProblemMark()
            .or(marked::getContextMark)
            .<Origin>map(mark -> new Origin.File(name, mark.getLine() + 1, mark.getColumn() + 1))
            .orElse(new Origin.File(name, 1, 1));
    return new Broken(origin, plain(marked.getProblem()));
  }

  private static String plain(String problem) {
    if (problem.contains("\\t(TAB)")) {
      return "a tab; YAML is indented with spaces";
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return "a colon where no key can stand; check the indentation, or quote a value that holds"
          + " a colon and a space";
    }
    if (problem.startsWith("expected <block end>")) {
      return "this line is indented unlike the lines above; line up the keys of a section";
    }
    if (problem.contains("cannot start any token")) {
      return "a value cannot begin with this character; put the value into quotes";
    }
    if (problem.contains("<stream end>") || problem.contains("end of stream")) {
      return "the file ends inside a list, a mapping or quotes that are still open";
    }
    return "not YAML: " + problem.strip();
  }
}
