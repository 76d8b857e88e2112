// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Machine;
import io.ratchet.bench.harness.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Simulates what the statistics promise and writes the page about it. */
@Command(
    name = "proof",
    description = "Simulates what the statistics promise; writes docs/reference/statistics.md.")
public final class ProofCommand extends Benchmark {
  private static final Path PAGE = Path.of("docs", "reference", "statistics.md");

  @Option(
      names = "--claim",
      paramLabel = "NAME",
      description = "Only this table, printed and not written; may be repeated.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--effort",
      defaultValue = "1",
      description = "The share of the full number of runs; the page says so.")
  private double share = 1;

  @Override
  protected void measure(Report report) throws Exception {
    Effort effort = new Effort(share);
    List<Section> sections = new ArrayList<>();
    for (Claim claim : Page.CLAIMS) {
      if (names.isEmpty() || names.contains(claim.name())) {
        long start = System.nanoTime();
        Section section = claim.prove(effort);
        progress("%s: %.1f s".formatted(claim.name(), (System.nanoTime() - start) / 1e9));
        sections.add(section);
        report.row(
            "claims",
            "claim",
            claim.name(),
            "promises",
            section.checks().size(),
            "broken",
            section.checks().stream().filter(check -> !check.isKept()).count());
      }
    }
    report.fact("effort", share);
    publish(report, sections);
  }

  private void publish(Report report, List<Section> sections) throws Exception {
    List<Section.Check> broken =
        sections.stream()
            .flatMap(section -> section.checks().stream())
            .filter(check -> !check.isKept())
            .toList();
    broken.forEach(check ->
        report.row(
            "broken", "what", check.what(), "found", check.found(), "promised", check.promised()));
    report.atMost("broken promises", broken.size(), 0);
    if (names.isEmpty()) {
      Path page = Machine.home().resolve(PAGE);
      Files.writeString(page, Page.of(sections, new Effort(share)));
      report.fact("written", page);
    } else {
      sections.forEach(section -> progress(Page.text(section)));
    }
  }
}
