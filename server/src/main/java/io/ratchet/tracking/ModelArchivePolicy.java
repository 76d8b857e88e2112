// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of a logged model of another store may be here. */
public final class ModelArchivePolicy {
  private static final Pattern ID = Pattern.compile("m-[0-9a-zA-Z][\\w\\-]{0,249}");
  private static final int NAME = 500;

  private ModelArchivePolicy() {}

  /**
   * The model without what it may not have; null where it may not be here at all.
   *
   * @param hasRun whether a run is here, by its id: without it a metric has no place
   */
  public static @Nullable ArchivedModel admit(
      ArchivedModel model, Predicate<String> hasRun, ArchivePolicy.Refused refused) {
    String what = "logged model " + Problem.shorten(model.id());
    try {
      require(model);
    } catch (Failure e) {
      refused.add(what, e.message());
      return null;
    }
    List<Param> params =
        ArchivePolicy.kept(
            model.params(),
            Param::key,
            param ->
                ArchivePolicy.check(
                    "Param key", param.key(), param.value(), ArchivePolicy.PARAM_LENGTH),
            (key, reason) -> refused.add(what + ", parameter " + key, reason));
    return new ArchivedModel(
        model.id(),
        model.group(),
        model.name(),
        ModelStatus.find(model.status()).orElseThrow().wire(),
        model.modelType(),
        model.sourceRun(),
        model.artifactUri(),
        model.createdAt(),
        model.changedAt(),
        model.deletedAt(),
        params,
        ArchivePolicy.tags(what, model.tags(), KeyPolicy.TAG_LENGTH, refused),
        metrics(what, model.metrics(), hasRun, refused));
  }

  private static void require(ArchivedModel model) {
    if (!ID.matcher(model.id()).matches()) {
      throw ArchivePolicy.invalid("its id is not one: m- and letters, digits, dashes");
    }
    if (ModelStatus.find(model.status()).isEmpty()) {
      throw ArchivePolicy.invalid("its status is not known: " + Problem.shorten(model.status()));
    }
    if (model.name().isEmpty()) {
      throw ArchivePolicy.invalid("its name is empty");
    }
    ArchivePolicy.requireText("name", model.name(), NAME);
    ArchivePolicy.requireText("type", model.modelType(), NAME);
    ArchivePolicy.requireText("run", model.sourceRun(), NAME);
    if (model.artifactUri() != null) {
      ArchivePolicy.requireText(
          "artifact location", model.artifactUri(), KeyPolicy.LOCATION_LENGTH);
    }
    ArchivePolicy.requireTime("creation time", model.createdAt());
  }

  private static List<LoggedModel.Score> metrics(
      String what,
      List<LoggedModel.Score> metrics,
      Predicate<String> hasRun,
      ArchivePolicy.Refused refused) {
    List<LoggedModel.Score> kept = new ArrayList<>();
    Set<String> named = new TreeSet<>();
    for (LoggedModel.Score score : new LinkedHashSet<>(metrics)) {
      String reason = ArchivePolicy.refuse(score.metric());
      if (reason == null && !hasRun.test(score.run())) {
        reason = "its run is not here: " + Problem.shorten(score.run());
      }
      if (reason == null) {
        kept.add(score);
      } else if (named.add(score.metric().key() + "/" + score.run())) {
        refused.add(what + ", metric " + Problem.shorten(score.metric().key()), reason);
      }
    }
    return kept;
  }
}
