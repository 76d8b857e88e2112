// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Problem;
import io.ratchet.trace.ArchivedTrace;
import io.ratchet.trace.ArchivedTraceJson;
import io.ratchet.tracking.ArchivePolicy;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The traces that are here, with their groups by name. */
final class TraceShelf implements Shelf<ArchivedTrace> {
  private static final int PAGE = 20;

  private final Target target;
  private final GroupNames groups;
  private final SpanFiles files;

  TraceShelf(Target target, GroupNames groups, SpanFiles files) {
    this.target = target;
    this.groups = groups;
    this.files = files;
  }

  @Override
  public Kind kind() {
    return Kind.TRACES;
  }

  @Override
  public @Nullable ArchivedTrace admit(JsonNode line, ArchivePolicy.Refused refused) {
    String what = "trace " + Problem.shorten(Lines.text(line, "id"));
    if (!groups.has(Lines.text(line, "group"))) {
      refused.add(what, "its experiment is not here");
      return null;
    }
    if (!target.traces().taken(groups.ids(), List.of(Lines.text(line, "id"))).isEmpty()) {
      refused.add(what, "its id is a trace's of another project here");
      return null;
    }
    return target.traces().admit(files.completed(line, what, refused), refused::add);
  }

  @Override
  public String name(ArchivedTrace trace) {
    return "trace " + trace.id();
  }

  @Override
  public ObjectNode line(ArchivedTrace trace) {
    return ArchivedTraceJson.of(trace);
  }

  @Override
  public void count(ArchivedTrace trace, Counter counter) {
    counter.add(Counted.SPANS, trace.spans().size());
    counter.add(Counted.ASSESSMENTS, trace.assessments().size());
  }

  @Override
  public int add(Handle handle, List<ArchivedTrace> traces) {
    return target
        .traces()
        .add(handle, traces.stream().map(one -> one.in(groups.id(one.group()))).toList());
  }

  private List<ArchivedTrace> named(List<ArchivedTrace> traces) {
    return traces.stream().map(one -> one.in(groups.name(one.group()))).toList();
  }

  @Override
  public List<ArchivedTrace> find(List<ArchivedTrace> like) {
    return named(
        target.traces().traces(groups.ids(), like.stream().map(ArchivedTrace::id).toList()));
  }

  @Override
  public List<ArchivedTrace> after(String key) {
    return named(target.traces().traces(groups.ids(), key, PAGE));
  }
}
