// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.micro;

import io.ratchet.template.Rendered;
import io.ratchet.template.Template;
import io.ratchet.template.TemplateFormat;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Renders 2 KB of text with five variables, and puts the same text together by hand. */
@State(Scope.Benchmark)
public class Render {
  /** The length of the rendered text. */
  static final int LENGTH = 2048;

  private static final String[] NAMES = {"document", "patient", "persona", "language", "schema"};
  private static final String[] VALUES = {
    "Admitted with chest pain since the morning, relieved at rest; no fever. ".repeat(4).strip(),
    "M, 64",
    "cardiology nurse",
    "English",
    "{\"diagnosis\": string, \"medication\": [string], \"risk_factors\": [string]}"
  };
  private static final String PROSE =
      "Read the note with care, and extract what it says and nothing else. ";

  private final Map<String, String> variables =
      Map.of(
          NAMES[0], VALUES[0], NAMES[1], VALUES[1], NAMES[2], VALUES[2], NAMES[3], VALUES[3],
          NAMES[4], VALUES[4]);
  private final String[] literals = literals();
  private final Template mustache = Template.parse(text("{{ ", " }}"), TemplateFormat.MUSTACHE);
  private final Template python = Template.parse(text("{", "}"), TemplateFormat.PYTHON);

  private static String[] literals() {
    int values = 0;
    for (String value : VALUES) {
      values += value.length();
    }
    int rest = LENGTH - values;
    String[] literals = new String[NAMES.length + 1];
    for (int i = 0; i < literals.length; i++) {
      int length = rest / (literals.length - i);
      literals[i] = PROSE.repeat(length / PROSE.length() + 1).substring(0, length);
      rest -= length;
    }
    return literals;
  }

  private String text(String open, String close) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < NAMES.length; i++) {
      text.append(literals[i]).append(open).append(NAMES[i]).append(close);
    }
    return text.append(literals[NAMES.length]).toString();
  }

  @Benchmark
  public Rendered mustache() {
    return mustache.render(variables);
  }

  @Benchmark
  public Rendered python() {
    return python.render(variables);
  }

  /** The least that yields the text: a builder of the right size, and the text out of it. */
  @Benchmark
  public String builder() {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < NAMES.length; i++) {
      text.append(literals[i]).append(variables.get(NAMES[i]));
    }
    return text.append(literals[NAMES.length]).toString();
  }
}
