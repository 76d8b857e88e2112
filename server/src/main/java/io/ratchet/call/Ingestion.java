// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.spool.Batch;
import io.ratchet.spool.Entry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Applies one batch of the spool in one transaction: calls, their bodies, the windows they count
 * in, feedback, exposures, and the position reached. Only what is new counts; so a batch that is
 * read twice changes nothing the second time.
 */
final class Ingestion {
  private static final String SAVEPOINT = "entry";

  /** So many entries do not all fail because of what they hold. */
  private static final int MANY = 10;

  private final String node;
  private final String tagDimension;
  private final UsedVersions used;
  private final InstantSource time;
  private final BodyStore bodies;
  private final SeriesStore series = new SeriesStore();

  Ingestion(
      String node, String tagDimension, UsedVersions used, InstantSource time, BodyStore bodies) {
    this.node = node;
    this.tagDimension = tagDimension;
    this.used = used;
    this.time = time;
    this.bodies = bodies;
  }

  /** A batch whose entries were understood, or set aside. */
  record Read(
      List<CallCodec.Arrived> calls,
      List<FeedbackCodec.Arrived> feedback,
      List<ExposureCodec.Arrived> exposures,
      List<Rejected> rejected) {
    int size() {
      return calls.size() + feedback.size() + exposures.size() + rejected.size();
    }

    /** Each entry by itself. */
    List<Read> split() {
      List<Read> parts = new ArrayList<>();
      calls.forEach(call -> parts.add(new Read(List.of(call), List.of(), List.of(), List.of())));
      feedback.forEach(one -> parts.add(new Read(List.of(), List.of(one), List.of(), List.of())));
      exposures.forEach(one -> parts.add(new Read(List.of(), List.of(), List.of(one), List.of())));
      rejected.forEach(one -> parts.add(rejected(one)));
      return parts;
    }

    /** A single entry, set aside. */
    Read refused(RuntimeException reason) {
      return rejected(new Rejected(entry(), "refused: " + reason));
    }

    private Entry entry() {
      if (!calls.isEmpty()) {
        return new Entry(Calls.CALL, calls.getFirst().payload());
      }
      return feedback.isEmpty()
          ? new Entry(Calls.EXPOSURE, exposures.getFirst().payload())
          : new Entry(Calls.FEEDBACK, feedback.getFirst().payload());
    }

    private static Read rejected(Rejected one) {
      return new Read(List.of(), List.of(), List.of(), List.of(one));
    }
  }

  /** An entry that cannot be applied. */
  record Rejected(Entry entry, String reason) {}

  static Read read(Batch batch) {
    Read read =
        new Read(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Entry entry : batch.entries()) {
      try {
        if (entry.type() == Calls.CALL) {
          read.calls().add(CallCodec.decode(entry.payload()));
        } else if (entry.type() == Calls.FEEDBACK) {
          read.feedback().add(FeedbackCodec.decode(entry.payload()));
        } else if (entry.type() == Calls.EXPOSURE) {
          read.exposures().add(ExposureCodec.decode(entry.payload()));
        } else {
          read.rejected().add(new Rejected(entry, "its type is not known here"));
        }
      } catch (RuntimeException e) { // whatever bytes may do to a decoder
        read.rejected().add(new Rejected(entry, "it cannot be read: " + e));
      }
    }
    return read;
  }

  /** After a transaction that failed: what was remembered of it never happened. */
  void forget() {
    series.forget();
    bodies.forget();
  }

  /**
   * Applies what was read from one position up to another.
   *
   * @param number short name of this node
   */
  Applied apply(Handle handle, int number, Read read, long from, long to) {
    long sequence = SpoolCursors.takeSequences(handle, read.size());
    SpoolCursors.advance(handle, node, from, to);
    return applyTogether(handle, number, read, sequence);
  }

  /**
   * The same for entries of which the database refuses some: each is applied by itself, and those
   * that fail are set aside. Where all of many fail it is not the entries' fault.
   */
  Applied applyEach(Handle handle, int number, Read read, long from, long to) {
    long sequence = SpoolCursors.takeSequences(handle, 2 * read.size());
    SpoolCursors.advance(handle, node, from, to);
    Applied applied = new Applied();
    int refused = 0;
    for (Read one : read.split()) {
      handle.savepoint(SAVEPOINT);
      try {
        applied.add(applyTogether(handle, number, one, sequence++));
        handle.releaseSavepoint(SAVEPOINT);
      } catch (RuntimeException e) {
        handle.rollbackToSavepoint(SAVEPOINT);
        forget();
        refused++;
        if (!Refusals.isOfData(e) || (refused == read.size() && refused >= MANY)) {
          throw e;
        }
        applied.add(applyTogether(handle, number, one.refused(e), sequence++));
      }
    }
    return applied;
  }

  private Applied applyTogether(Handle handle, int number, Read read, long sequence) {
    Applied applied = new Applied();
    WindowUpdates windows = new WindowUpdates();
    List<CallStore.New> calls = insertCalls(handle, read.calls(), sequence, applied);
    insertBodies(handle, calls);
    countCalls(handle, calls, windows);
    Joins joins = new Joins(tagDimension, windows);
    List<Exposure> exposures =
        read.exposures().stream().map(ExposureCodec.Arrived::exposure).toList();
    applied.addExposures(ExposureStore.insert(handle, exposures));
    joins.toNewExposures(handle, exposures);
    joins.toNewCalls(handle, calls.stream().map(CallStore.New::arrived).toList());
    long next = sequence + read.calls().size();
    joins.ofNewFeedback(handle, read.feedback(), next, applied);
    windows.apply(handle, number, series);
    next += read.feedback().size();
    Rejections.insert(handle, number, read.rejected(), next, time.millis());
    read.rejected().forEach(_ -> applied.addRejected());
    return applied;
  }

  /** The first of several calls with the same id wins; answers the new ones. */
  private static List<CallStore.New> insertCalls(
      Handle handle, List<CallCodec.Arrived> arrived, long first, Applied applied) {
    Map<String, CallStore.New> firsts = new LinkedHashMap<>();
    long sequence = first;
    for (CallCodec.Arrived one : arrived) {
      if (firsts.putIfAbsent(one.call().id(), new CallStore.New(sequence++, one)) != null) {
        applied.addDuplicate(one.receipt());
      }
    }
    List<CallStore.New> candidates = List.copyOf(firsts.values());
    int[] inserted = CallStore.insert(handle, candidates);
    List<CallStore.New> calls = new ArrayList<>(candidates.size());
    for (int i = 0; i < inserted.length; i++) {
      CallStore.New candidate = candidates.get(i);
      if (inserted[i] == 1) {
        calls.add(candidate);
        applied.addCall();
      } else {
        applied.addDuplicate(candidate.arrived().receipt());
      }
    }
    return calls;
  }

  private void insertBodies(Handle handle, List<CallStore.New> calls) {
    List<BodyStore.New> rows = new ArrayList<>();
    for (CallStore.New call : calls) {
      if (!call.arrived().bodies().isEmpty()) {
        long at = call.arrived().call().time().toEpochMilli();
        rows.add(new BodyStore.New(call.sequence(), at, call.arrived().bodies()));
      }
    }
    bodies.insert(handle, rows, time.millis());
  }

  private void countCalls(Handle handle, List<CallStore.New> calls, WindowUpdates windows) {
    Set<Call.Subject> versions = new HashSet<>();
    for (CallStore.New stored : calls) {
      Call call = stored.arrived().call();
      Counted where = Counted.of(call, tagDimension);
      if (where != null) {
        windows.add(where, call);
        versions.add(where.subject());
      }
    }
    if (!versions.isEmpty()) {
      used.persistUsed(handle, versions);
    }
  }
}
