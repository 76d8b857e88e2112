// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.catalog.ArchivedVersion;
import io.ratchet.tracking.ArchivedGroup;
import io.ratchet.tracking.ArchivedModel;
import io.ratchet.tracking.ArchivedRun;
import io.ratchet.tracking.Links;
import io.ratchet.tracking.Param;
import io.ratchet.tracking.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records with a part put in that was read apart from them. */
final class Completed {
  private Completed() {}

  static ArchivedRun of(ArchivedRun run, List<Param> params, List<Tag> tags, Links links) {
    return new ArchivedRun(
        run.id(),
        run.group(),
        run.name(),
        run.userId(),
        run.status(),
        run.startTime(),
        run.endTime(),
        run.deletedAt(),
        run.artifactUri(),
        params,
        tags,
        links);
  }

  static ArchivedRun of(ArchivedRun run, String name, @Nullable String artifactUri) {
    return new ArchivedRun(
        run.id(),
        run.group(),
        name,
        run.userId(),
        run.status(),
        run.startTime(),
        run.endTime(),
        run.deletedAt(),
        artifactUri,
        run.params(),
        run.tags(),
        run.links());
  }

  static ArchivedModel of(ArchivedModel model, @Nullable String artifactUri) {
    return new ArchivedModel(
        model.id(),
        model.group(),
        model.name(),
        model.status(),
        model.modelType(),
        model.sourceRun(),
        artifactUri,
        model.createdAt(),
        model.changedAt(),
        model.deletedAt(),
        model.params(),
        model.tags(),
        model.metrics());
  }

  static ArchivedGroup of(ArchivedGroup group, @Nullable String location, List<Tag> tags) {
    return new ArchivedGroup(
        group.id(),
        group.name(),
        location,
        group.createdAt(),
        group.changedAt(),
        group.deletedAt(),
        tags);
  }

  static ArchivedVersion of(ArchivedVersion version, Map<String, String> tags) {
    return new ArchivedVersion(
        version.number(),
        version.description(),
        version.createdAt(),
        version.updatedAt(),
        version.stage(),
        version.source(),
        version.run(),
        version.runLink(),
        tags);
  }

  static ArchivedVersion of(ArchivedVersion version, String source) {
    return new ArchivedVersion(
        version.number(),
        version.description(),
        version.createdAt(),
        version.updatedAt(),
        version.stage(),
        source,
        version.run(),
        version.runLink(),
        version.tags());
  }
}
