// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import java.util.List;

/** All claims, and the page that shows what they came to. */
final class Page {
  /** In the order of the page. */
  static final List<Claim> CLAIMS =
      List.of(
          new FalseRateDecisions(),
          new FalseMeanDecisions(),
          new FalseQuantileDecisions(),
          new FalseSampleRatios(),
          new FalseVerdicts(),
          new Coverage(),
          new PlannedPower(),
          new UnitsToDecide(),
          new Regret());

  private Page() {}

  static String of(List<Section> sections, Effort effort) {
    List<Section.Check> checks = sections.stream().flatMap(one -> one.checks().stream()).toList();
    List<Section.Check> broken = checks.stream().filter(check -> !check.isKept()).toList();
    String names =
        String.join(", ", CLAIMS.stream().map(claim -> "`" + claim.name() + "`").toList());
    StringBuilder page = new StringBuilder(introduction(names));
    page.append(
        "\n%d promises were checked, %d were broken.\n".formatted(checks.size(), broken.size()));
    page.append(
        effort.equals(Effort.FULL)
            ? ""
            : "\nMade with `--effort %s`, which is not the full number of runs.\n"
                .formatted(effort.share()));
    broken.forEach(check ->
        page.append(
            "\n- %s: %s, promised %s".formatted(check.what(), check.found(), check.promised())));
    page.append(broken.isEmpty() ? "" : "\n");
    sections.forEach(section -> page.append(text(section)));
    return page.toString();
  }

  static String text(Section section) {
    StringBuilder text = new StringBuilder("\n## %s\n\n".formatted(section.title()));
    text.append(section.text()).append("\n\n").append(line(section.columns()));
    text.append("|---".repeat(section.columns().size())).append("|\n");
    section.rows().forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String introduction(String names) {
    return """
    # Statistics, held against simulation

    Every figure here was produced by `bench/run proof`, which writes this page. All chance comes \
    from fixed seeds, so that the same sources give the same page, byte for byte; it takes some \
    minutes. `bench/run proof --claim NAME` runs one of the tables (%s) and prints it, and \
    `--effort 0.1` does a tenth of the runs. A smaller run of the same code is a test.

    A promise counts as broken when it lies outside the exact binomial interval around what was \
    simulated, with one in a thousand beyond each end (Clopper and Pearson), and is then printed \
    **bold**. With 1,000 runs and a promise of 5 %%, that is from 7.4 %% on; with 2,000 and a \
    promise of 95 %%, from 93.4 %% down.
    """
        .formatted(names);
  }
}
