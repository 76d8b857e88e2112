// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Problem;
import io.ratchet.catalog.ArchivedVersion;
import io.ratchet.tracking.ArchivePolicy;
import io.ratchet.tracking.ArchivedGroup;
import io.ratchet.tracking.ArchivedRun;
import io.ratchet.tracking.Metric;
import io.ratchet.tracking.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a record of the source on its way here: checked, its places of files translated.
 * Both the import and the comparison ask it, so that what was refused is missed by neither.
 */
final class Admission {
  /** The tag that keeps the number that a group had there. */
  static final String FORMER_ID = "mlflow.imported.experiment_id";

  private static final String PROXIED = "mlflow-artifacts:";
  private static final Pattern OF_RUN =
      Pattern.compile(".*/([0-9a-zA-Z][\\w-]{0,255})/artifacts(/.*)?");

  private final Place place;
  private final ArchivePolicy.Refused refused;
  private final Map<String, String> keys = new HashMap<>();
  private final Set<String> named = new HashSet<>();

  /**
   * An admission to this server.
   *
   * @param hasFiles whether files are copied too, so that those in folders are here
   */
  Admission(boolean hasFiles, ArchivePolicy.Refused refused) {
    this.place = new Place(hasFiles);
    this.refused = refused;
  }

  @Nullable ArchivedGroup admit(ArchivedGroup group) {
    List<Tag> tags = new ArrayList<>(group.tags());
    if (tags.stream().noneMatch(tag -> tag.key().equals(FORMER_ID))) {
      tags.add(new Tag(FORMER_ID, group.id()));
    }
    return ArchivePolicy.admit(Completed.of(group, place.of(group.location()), tags), refused);
  }

  @Nullable ArchivedRun admit(ArchivedRun run) {
    if (run.group().isEmpty()) {
      refused.add("run " + Problem.shorten(run.id()), "its experiment is not there");
      return null;
    }
    String tagged =
        run.tags().stream()
            .filter(tag -> tag.key().equals(Tag.RUN_NAME))
            .map(Tag::value)
            .findFirst()
            .orElse("");
    String name = run.name().isEmpty() ? tagged : run.name();
    return ArchivePolicy.admit(Completed.of(run, name, place.of(run.artifactUri())), refused);
  }

  /** Whether a point may be here; each metric that may not is named once. */
  boolean admits(String run, Metric point) {
    String key = keys.get(point.key());
    if (key == null) {
      String reason = ArchivePolicy.refuse(new Metric(point.key(), 0, false, 0, 0));
      key = reason == null ? "" : reason;
      if (keys.size() < 10_000) {
        keys.put(point.key(), key);
      }
    }
    String reason = key.isEmpty() && point.time() < 0 ? ArchivePolicy.refuse(point) : key;
    if (reason == null || reason.isEmpty()) {
      return true;
    }
    if (named.size() < 10_000 && named.add(run + "/" + point.key())) {
      refused.add(
          "run %s, metric %s".formatted(Problem.shorten(run), Problem.shorten(point.key())),
          reason);
    }
    return false;
  }

  /**
   * A version whose source is where this server keeps the files of the run.
   *
   * @param roots where the files of a run are here, by its id
   */
  ArchivedVersion translate(ArchivedVersion version, Function<String, Optional<String>> roots) {
    String source = version.source();
    Matcher tail = OF_RUN.matcher(source);
    if ((!source.startsWith(PROXIED) && !place.hasFiles()) || !tail.matches()) {
      return version;
    }
    String rest = tail.group(2) == null ? "" : tail.group(2);
    return roots
        .apply(tail.group(1))
        .filter(root -> root.startsWith(PROXIED))
        .map(root -> Completed.of(version, root + rest))
        .orElse(version);
  }
}
