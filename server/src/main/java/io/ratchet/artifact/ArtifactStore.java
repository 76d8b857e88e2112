// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.storage.Artifacts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * The rows of files and their content. Whoever changes several rows of content does so in the order
 * of their SHA-256, so that two who do never wait for each other.
 */
final class ArtifactStore {
  private static final int CHUNK = 500;

  /** The first that no name can hold: what a text ends with it is just after that text. */
  private static final String AFTER = "\u0001";

  private ArtifactStore() {}

  static Optional<ArtifactFile> find(Handle handle, ArtifactPath path) {
    return handle
        .createQuery("SELECT * FROM artifact WHERE path = :path")
        .bind("path", path.value())
        .map((row, _) -> file(row))
        .findFirst();
  }

  private static ArtifactFile file(ResultSet row) throws SQLException {
    return new ArtifactFile(
        new ArtifactPath(row.getString("path")),
        row.getString("sha256"),
        row.getLong("size"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  /** Whether something is at one of the paths. */
  static Optional<String> anyOf(Handle handle, List<String> paths) {
    return paths.isEmpty()
        ? Optional.empty()
        : handle
            .createQuery("SELECT path FROM artifact WHERE path IN (<paths>)")
            .bindList("paths", paths)
            .mapTo(String.class)
            .findFirst();
  }

  static boolean isDirectory(Handle handle, ArtifactPath path) {
    return handle
        .createQuery("SELECT path FROM artifact WHERE path >= :from AND path < :to LIMIT 1")
        .bind("from", path.prefix())
        .bind("to", path.end())
        .mapTo(String.class)
        .findFirst()
        .isPresent();
  }

  /** Puts content at a path, in the place of what is there. */
  static void put(Handle handle, ArtifactPath path, Artifacts.Part content, Instant now) {
    Map<String, Long> uses = new TreeMap<>();
    while (true) {
      Optional<String> before = locked(handle, path);
      if (before.isPresent()) {
        update(handle, path, content, now);
        uses.merge(before.get(), -1L, Long::sum);
        break;
      }
      if (insert(handle, path, content, now)) {
        break;
      }
    }
    uses.merge(content.sha256(), 1L, Long::sum);
    use(handle, uses, content);
  }

  /** Waits for those who change the row; what it says then. */
  private static Optional<String> locked(Handle handle, ArtifactPath path) {
    return handle
        .createQuery("UPDATE artifact SET path = path WHERE path = :path RETURNING sha256")
        .bind("path", path.value())
        .mapTo(String.class)
        .findFirst();
  }

  private static void update(
      Handle handle, ArtifactPath path, Artifacts.Part content, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE artifact SET sha256 = :sha256, size = :size, created_at = :now
            WHERE path = :path
            """)
        .bind("sha256", content.sha256())
        .bind("size", content.size())
        .bind("now", now.toEpochMilli())
        .bind("path", path.value())
        .execute();
  }

  private static boolean insert(
      Handle handle, ArtifactPath path, Artifacts.Part content, Instant now) {
    return handle
            .createUpdate(
                """
                INSERT INTO artifact (path, parent, sha256, size, created_at)
                VALUES (:path, :parent, :sha256, :size, :now)
                ON CONFLICT (path) DO NOTHING
                """)
            .bind("path", path.value())
            .bind("parent", path.parent().value())
            .bind("sha256", content.sha256())
            .bind("size", content.size())
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  private static void use(Handle handle, Map<String, Long> uses, Artifacts.Part content) {
    for (Map.Entry<String, Long> use : uses.entrySet()) {
      if (use.getKey().equals(content.sha256())) {
        handle
            .createUpdate(
                """
                INSERT INTO blob (sha256, size, uses) VALUES (:sha256, :size, :uses)
                ON CONFLICT (sha256) DO UPDATE SET uses = blob.uses + excluded.uses
                """)
            .bind("sha256", content.sha256())
            .bind("size", content.size())
            .bind("uses", use.getValue())
            .execute();
      } else {
        release(handle, use.getKey(), -use.getValue());
      }
    }
  }

  private static void release(Handle handle, String sha256, long uses) {
    handle
        .createUpdate("UPDATE blob SET uses = uses - :uses WHERE sha256 = :sha256")
        .bind("uses", uses)
        .bind("sha256", sha256)
        .execute();
  }

  /** Deletes the file at a path, or all below it; what went. */
  static Tally delete(Handle handle, ArtifactPath path) {
    return delete(handle, path, Integer.MAX_VALUE, new HashMap<>());
  }

  /**
   * As {@link #delete(Handle, ArtifactPath)}, so many files at most.
   *
   * @param released gets the content, and how many paths had it
   */
  static Tally delete(Handle handle, ArtifactPath path, int most, Map<String, Long> released) {
    Tally gone = Tally.NONE;
    Map<String, Long> uses = new TreeMap<>();
    for (ArtifactFile file :
        handle
            .createQuery(
                """
                DELETE FROM artifact WHERE path IN (SELECT path FROM artifact
                  WHERE path = :path OR (path >= :from AND path < :to) LIMIT :most)
                RETURNING path, sha256, size, created_at
                """)
            .bind("path", path.value())
            .bind("from", path.prefix())
            .bind("to", path.end())
            .bind("most", most)
            .map((row, _) -> file(row))
            .list()) {
      gone = gone.plus(file.size());
      uses.merge(file.sha256(), 1L, Long::sum);
    }
    uses.forEach((sha256, count) -> {
      release(handle, sha256, count);
      released.merge(sha256, count, Long::sum);
    });
    return gone;
  }

  /** When the latest of what is at a path or below it was put; empty where nothing is. */
  static Optional<Instant> latest(Handle handle, ArtifactPath path) {
    return handle
        .createQuery(
            """
            SELECT created_at FROM artifact
            WHERE path = :path OR (path >= :from AND path < :to)
            ORDER BY created_at DESC LIMIT 1
            """)
        .bind("path", path.value())
        .bind("from", path.prefix())
        .bind("to", path.end())
        .mapTo(Long.class)
        .findFirst()
        .map(Instant::ofEpochMilli);
  }

  /** What {@link #delete} would take. */
  static Tally count(Handle handle, ArtifactPath path, Map<String, Long> uses) {
    return handle
        .createQuery(
            """
            SELECT sha256, COUNT(*) AS files, SUM(size) AS bytes FROM artifact
            WHERE path = :path OR (path >= :from AND path < :to)
            GROUP BY sha256
            """)
        .bind("path", path.value())
        .bind("from", path.prefix())
        .bind("to", path.end())
        .map((row, _) -> {
          uses.merge(row.getString("sha256"), row.getLong("files"), Long::sum);
          return new Tally(row.getLong("files"), row.getLong("bytes"));
        })
        .list()
        .stream()
        .reduce(Tally.NONE, Tally::plus);
  }

  /** What a directory holds, by name. */
  static List<Entry> list(Handle handle, ArtifactPath directory) {
    Map<String, Entry> entries = new TreeMap<>();
    for (String name : directories(handle, directory)) {
      entries.put(name, new Entry(name, null));
    }
    handle
        .createQuery("SELECT * FROM artifact WHERE parent = :parent")
        .bind("parent", directory.value())
        .map((row, _) -> file(row))
        .forEach(
            file -> entries.put(file.path().name(), new Entry(file.path().name(), file.size())));
    return List.copyOf(entries.values());
  }

  /** The names of the directories in one; what is below them is skipped. */
  private static Set<String> directories(Handle handle, ArtifactPath directory) {
    Set<String> names = new HashSet<>();
    int start = directory.prefix().length();
    String from = directory.isTop() ? AFTER : directory.prefix();
    while (true) {
      List<String> parents = parents(handle, from, directory.end());
      for (String parent : parents) {
        int slash = parent.indexOf('/', start);
        names.add(parent.substring(start, slash < 0 ? parent.length() : slash));
      }
      if (parents.size() < CHUNK) {
        return names;
      }
      String last = parents.getLast();
      int slash = last.indexOf('/', start);
      from = slash < 0 ? last + AFTER : new ArtifactPath(last.substring(0, slash)).end();
    }
  }

  private static List<String> parents(Handle handle, String from, String to) {
    return handle
        .createQuery(
            """
            SELECT DISTINCT parent FROM artifact WHERE parent >= :from AND parent < :to
            ORDER BY parent LIMIT :limit
            """)
        .bind("from", from)
        .bind("to", to)
        .bind("limit", CHUNK)
        .mapTo(String.class)
        .list();
  }

  /**
   * Which of some content has a use.
   *
   * @param released uses that are to be left out
   */
  static Set<String> used(Handle handle, List<String> contents, Map<String, Long> released) {
    Set<String> used = new HashSet<>();
    for (int i = 0; i < contents.size(); i += CHUNK) {
      handle
          .createQuery("SELECT sha256, uses FROM blob WHERE sha256 IN (<some>) AND uses > 0")
          .bindList("some", contents.subList(i, Math.min(contents.size(), i + CHUNK)))
          .map((row, _) -> Map.entry(row.getString("sha256"), row.getLong("uses")))
          .forEach(one -> {
            if (one.getValue() > released.getOrDefault(one.getKey(), 0L)) {
              used.add(one.getKey());
            }
          });
    }
    return used;
  }

  static void forget(Handle handle, String sha256) {
    handle
        .createUpdate("DELETE FROM blob WHERE sha256 = :sha256 AND uses <= 0")
        .bind("sha256", sha256)
        .execute();
  }
}
