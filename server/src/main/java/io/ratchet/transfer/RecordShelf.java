// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.evaluation.ArchivedRecord;
import io.ratchet.evaluation.EvaluationArchivePolicy;
import io.ratchet.tracking.ArchivePolicy;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The records of evaluation datasets that are here. */
final class RecordShelf implements Shelf<ArchivedRecord> {
  private static final int PAGE = 200;

  private final Target target;
  private final Project project;
  private final boolean dryRun;

  RecordShelf(Target target, Project project, boolean dryRun) {
    this.target = target;
    this.project = project;
    this.dryRun = dryRun;
  }

  @Override
  public Kind kind() {
    return Kind.RECORDS;
  }

  @Override
  public @Nullable ArchivedRecord admit(JsonNode line, ArchivePolicy.Refused refused) {
    String what = "record " + Problem.shorten(Lines.text(line, "id"));
    if (!line.path("inputs").isObject()) {
      refused.add(what, "its inputs are no JSON object");
      return null;
    }
    ArchivedRecord said = EvaluationLines.record(line);
    String reason = EvaluationArchivePolicy.refuse(said);
    if (reason == null && !dryRun && !isKnown(said.dataset())) {
      reason = "its dataset is not here";
    }
    if (reason != null) {
      refused.add(what, reason);
      return null;
    }
    return said;
  }

  private boolean isKnown(String dataset) {
    return !target.evaluation().datasets(project.name(), List.of(dataset)).isEmpty();
  }

  @Override
  public String name(ArchivedRecord record) {
    return "record " + record.id();
  }

  @Override
  public ObjectNode line(ArchivedRecord record) {
    return EvaluationLines.of(record);
  }

  @Override
  public int add(Handle handle, List<ArchivedRecord> records) {
    return target.evaluation().addRecords(handle, records);
  }

  @Override
  public List<ArchivedRecord> find(List<ArchivedRecord> like) {
    List<String> ids = like.stream().map(ArchivedRecord::id).toList();
    return target.evaluation().records(project.name(), ids);
  }

  @Override
  public List<ArchivedRecord> after(String key) {
    String[] parts = key.isEmpty() ? new String[] {"", "0", ""} : key.split("/", 3);
    return target
        .evaluation()
        .records(project.name(), parts[0], Long.parseLong(parts[1]), parts[2], PAGE);
  }
}
