// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.storage.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Datasets, their records and scorers as they are, in bulk: read out, and taken over from another
 * store with their ids and times. Taking the same over twice changes nothing; what is here already
 * keeps what it has.
 *
 * <p>Writing happens in a transaction of its caller, who has let {@link EvaluationArchivePolicy}
 * look first. Groups go by their ids here.
 */
public final class EvaluationArchive {
  private final Database database;

  public EvaluationArchive(Database database) {
    this.database = database;
  }

  /** Datasets of a project by id, from the one after {@code after} on. */
  public List<ArchivedDataset> datasets(String project, String after, int limit) {
    return database.read(handle -> ArchiveStore.datasets(handle, project, after, limit));
  }

  /** The datasets of a project that have one of these ids. */
  public List<ArchivedDataset> datasets(String project, Collection<String> ids) {
    return database.read(handle -> ArchiveStore.datasets(handle, project, ids));
  }

  /** Which of these ids belong to datasets of other projects, and so cannot be taken over. */
  public Set<String> taken(String project, Collection<String> ids) {
    return database.read(handle -> {
      Set<String> taken = new HashSet<>(ArchiveStore.known(handle, "evaluation_dataset", ids));
      ArchiveStore.datasets(handle, project, ids).forEach(own -> taken.remove(own.id()));
      return taken;
    });
  }

  /** Takes datasets over; answers how many were not here before. */
  public int addDatasets(Handle handle, String project, List<ArchivedDataset> datasets) {
    Set<String> known =
        ArchiveStore.known(
            handle, "evaluation_dataset", datasets.stream().map(ArchivedDataset::id).toList());
    int added = 0;
    for (ArchivedDataset dataset : datasets) {
      if (known.add(dataset.id())) {
        DatasetStore.insert(
            handle,
            new Dataset(
                dataset.id(),
                project,
                dataset.name(),
                Dataset.digest(dataset.id(), dataset.changedAt(), 0),
                dataset.schema(),
                dataset.profile(),
                dataset.createdAt(),
                dataset.changedAt(),
                dataset.createdBy(),
                dataset.changedBy(),
                Map.of(),
                List.of()));
        added++;
      }
      ArchiveStore.addTags(handle, dataset);
      DatasetStore.addGroups(handle, dataset.id(), dataset.groups());
    }
    return added;
  }

  /** Records of a project's datasets, by dataset, time and id, after such a place. */
  public List<ArchivedRecord> records(
      String project, String dataset, long createdAt, String id, int limit) {
    return database.read(
        handle -> ArchiveStore.records(handle, project, dataset, createdAt, id, limit));
  }

  /** The records of datasets of a project that have one of these ids. */
  public List<ArchivedRecord> records(String project, Collection<String> ids) {
    return database.read(handle -> ArchiveStore.records(handle, project, ids));
  }

  /**
   * Takes records over whose datasets are here, behind those that they have. Where one of the same
   * inputs is there already, that one stays as it is.
   *
   * @return how many were not here before
   */
  public int addRecords(Handle handle, List<ArchivedRecord> records) {
    Map<String, List<ArchivedRecord>> byDataset = new LinkedHashMap<>();
    records.forEach(
        one -> byDataset.computeIfAbsent(one.dataset(), _ -> new ArrayList<>()).add(one));
    int added = 0;
    for (Map.Entry<String, List<ArchivedRecord>> entry : byDataset.entrySet()) {
      added += addRecords(handle, entry.getKey(), entry.getValue());
    }
    return added;
  }

  private static int addRecords(Handle handle, String dataset, List<ArchivedRecord> records) {
    long before = DatasetStore.lock(handle, dataset).orElseThrow();
    Map<String, ArchivedRecord> distinct = new LinkedHashMap<>();
    records.forEach(one -> distinct.putIfAbsent(one.record().fingerprint(), one));
    Set<String> known = RecordStore.find(handle, dataset, distinct.keySet()).keySet();
    Set<String> ids =
        ArchiveStore.recordIds(handle, dataset, records.stream().map(ArchivedRecord::id).toList());
    long position = RecordStore.lastPosition(handle, dataset);
    List<RecordStore.Kept> fresh = new ArrayList<>();
    for (Map.Entry<String, ArchivedRecord> entry : distinct.entrySet()) {
      ArchivedRecord one = entry.getValue();
      if (!known.contains(entry.getKey()) && ids.add(one.id())) {
        fresh.add(
            new RecordStore.Kept(
                one.id(),
                ++position,
                entry.getKey(),
                one.record(),
                one.createdAt(),
                one.changedAt(),
                one.createdBy(),
                one.changedBy(),
                0));
      }
    }
    RecordStore.insert(handle, dataset, fresh);
    ArchiveStore.setCount(handle, dataset, before + fresh.size());
    return fresh.size();
  }

  /** Versions of scorers of a project by scorer and number, after such a place. */
  public List<ArchivedScorer> scorers(String project, String id, int version, int limit) {
    return database.read(handle -> ArchiveStore.scorers(handle, project, id, version, limit));
  }

  /** The version of a scorer that has the same group, name and number; empty where none has. */
  public List<ArchivedScorer> like(String project, ArchivedScorer scorer) {
    return database.read(handle -> ArchiveStore.like(handle, project, scorer));
  }

  /** Whether the id of a scorer belongs to another one here. */
  public boolean isTaken(String project, ArchivedScorer scorer) {
    return database.read(handle -> ArchiveStore.isTaken(handle, project, scorer));
  }

  /** Takes versions of scorers over; answers how many were not here before. */
  public int addScorers(Handle handle, String project, List<ArchivedScorer> scorers) {
    Map<String, String> ids = new HashMap<>();
    int added = 0;
    for (ArchivedScorer scorer : scorers) {
      String id =
          ids.computeIfAbsent(
              scorer.group() + "/" + scorer.name(),
              _ -> ArchiveStore.scorer(handle, project, scorer));
      added += ArchiveStore.addVersion(handle, id, scorer);
    }
    return added;
  }
}
