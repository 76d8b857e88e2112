// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.app.AnswerComparison.Difference;
import io.ratchet.app.CapturedAnswers.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The captured requests that are answered differently on purpose, by their reason, as {@code
 * mlflow/differences.txt} lists them.
 */
final class MlflowDifferences {
  private static final Path FILE = Path.of("src/test/resources/mlflow/differences.txt");
  private static final int SHOWN = 160;

  /** What is another in each run. */
  private static final Pattern VARYING =
      Pattern.compile(
          "\\b([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}|1[78]\\d{11})\\b"
              + "|(?<=127.0.0.1:)\\d+|(?<=uptime_seconds\":)\\d+");

  /** The labels of requests, by why they are answered differently. */
  private final Map<String, Set<String>> reasons;

  private MlflowDifferences(Map<String, Set<String>> reasons) {
    this.reasons = reasons;
  }

  /** A line that begins with a space is a request; any other is the reason of those below it. */
  static MlflowDifferences load() throws IOException {
    Map<String, Set<String>> reasons = new LinkedHashMap<>();
    Set<String> current = new LinkedHashSet<>();
    for (String line : Files.readAllLines(FILE)) {
      if (line.startsWith(" ")) {
        current.add(line.strip());
      } else if (!line.isBlank()) {
        current = reasons.computeIfAbsent(line.strip(), _ -> new LinkedHashSet<>());
      }
    }
    return new MlflowDifferences(reasons);
  }

  private boolean isListed(Captured one) {
    return reasons.values().stream().anyMatch(labels -> labels.contains(one.label()));
  }

  List<String> unlisted(Map<Captured, List<Difference>> differing) {
    List<String> unlisted = new ArrayList<>();
    differing.forEach((one, differences) -> {
      if (!isListed(one)) {
        StringBuilder text = new StringBuilder(cut(one.label()));
        differences.forEach(d ->
            text.append(
                "\n    %s\n      MLflow %s\n      here   %s"
                    .formatted(d.where(), cut(d.theirs()), cut(d.ours()))));
        unlisted.add(text.toString());
      }
    });
    return unlisted;
  }

  List<String> outdated(Map<Captured, List<Difference>> differing) {
    Set<String> labels = new LinkedHashSet<>();
    reasons.values().forEach(labels::addAll);
    differing.keySet().forEach(one -> labels.remove(one.label()));
    return List.copyOf(labels);
  }

  String page(Map<Captured, List<Difference>> differing) {
    int sent = CapturedAnswers.all().size();
    StringBuilder page =
        new StringBuilder(
            """
            # Where answers differ from MLflow's

            <!-- Written by MlflowAnswersTest from server/src/test/resources/mlflow/differences.txt and from what is answered:
                 change that file, then run
                 mvn -pl server -am test -Dtest=MlflowAnswersTest -Dsurefire.failIfNoSpecifiedTests=false -Dratchet.update=true -->

            %d requests were sent to MLflow 3.11.2.dev0 and are sent to this server by a test, which compares the statuses, the
            error codes, the messages and every field of every answer. %d are answered alike. Here are the others, with the reason.

            In an error, MLflow also writes `sqlstate` and `error_class`, which none of its clients read; they are not sent.
            Paths that do not exist are answered with JSON rather than HTML.
            """
                .formatted(sent, sent - differing.size()));
    reasons.forEach((reason, labels) -> {
      page.append("\n## ").append(reason).append("\n\n");
      page.append("| request | in | MLflow | here |\n|---|---|---|---|\n");
      differing.forEach((one, differences) -> {
        if (labels.contains(one.label())) {
          differences.forEach(d -> row(page, one, d));
        }
      });
    });
    return page.toString();
  }

  private static void row(StringBuilder page, Captured one, Difference d) {
    page.append(
        "| `%s` | %s | %s | %s |\n"
            .formatted(
                cell(one.label().replaceFirst("/api/2.0/mlflow/", "")),
                cell(d.where()),
                cell(d.theirs()),
                cell(d.ours())));
  }

  private static String cell(String text) {
    return cut(VARYING.matcher(text).replaceAll("…"))
        .replace("|", "\\|")
        .replace("<", "&lt;")
        .replace("\n", " ");
  }

  private static String cut(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
