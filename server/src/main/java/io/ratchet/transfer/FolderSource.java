// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.catalog.ArchivedAsset;
import io.ratchet.catalog.ArchivedVersion;
import io.ratchet.tracking.ArchivedGroup;
import io.ratchet.tracking.ArchivedRun;
import io.ratchet.tracking.RunArchive;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A folder in the plain form. Its manifest says how long each file is and what its SHA-256 is; a
 * folder that is otherwise is refused before anything of it is taken.
 */
final class FolderSource implements Source {
  static final String MANIFEST = "manifest.json";
  static final String FORMAT = "ratchet-export";
  static final String GROUPS = "run_groups.jsonl";
  static final String RUNS = "runs.jsonl";
  static final String POINTS = "points.jsonl";
  static final String ASSETS = "assets.jsonl";
  static final String VERSIONS = "versions.jsonl";

  /** The folder of artifacts, by the ids of their runs. */
  static final String FILES = "artifacts";

  private static final int PAGE = 100;
  private static final int TRACES = 20;
  private static final long MANIFEST_LENGTH = 16 << 20;
  private static final Pattern PLAIN = Pattern.compile("[a-z_]+\\.jsonl");

  private final LineFile groups;
  private final LineFile runs;
  private final LineFile points;
  private final LineFile assets;
  private final LineFile versions;
  private final Map<Kind, LineFile> lines = new EnumMap<>(Kind.class);

  FolderSource(Path folder) {
    check(folder);
    groups = new LineFile(folder.resolve(GROUPS), (_, _) -> 0);
    runs = new LineFile(folder.resolve(RUNS), by("id"));
    points = new LineFile(folder.resolve(POINTS), by("run"));
    assets = new LineFile(folder.resolve(ASSETS), by("name"));
    versions =
        new LineFile(
            folder.resolve(VERSIONS),
            by("asset").thenComparingLong(json -> Lines.number(json, "number")));
    for (Kind kind : Kind.values()) {
      Path file = folder.resolve(kind.label() + ".jsonl");
      lines.put(kind, new LineFile(file, Comparator.comparing(kind::key)));
    }
  }

  private static Comparator<JsonNode> by(String name) {
    return Comparator.comparing(json -> Lines.text(json, name));
  }

  private static void check(Path folder) {
    Path file = folder.resolve(MANIFEST);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MANIFEST_LENGTH) {
        throw Failure.missing(
            "there is no " + MANIFEST + " in " + folder, "name a folder that an export made");
      }
      JsonNode manifest = Json.read(Files.readAllBytes(file));
      if (!Lines.text(manifest, "format").equals(FORMAT)
          || Lines.number(manifest, "version") != 1) {
        throw Failure.invalid(
            "the manifest of " + folder + " is of another form",
            "it says format " + FORMAT + " and version 1");
      }
      for (Map.Entry<String, JsonNode> named : manifest.path("files").properties()) {
        checkFile(folder, named.getKey(), Lines.text(named.getValue(), "sha256"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkFile(Path folder, String name, String sha256) throws IOException {
    Path file = folder.resolve(name);
    if (!PLAIN.matcher(name).matches() || !Files.isRegularFile(file)) {
      throw Failure.invalid(
          "the manifest names what is not there: " + Problem.shorten(name), "export again");
    }
    if (!digest(file).equals(sha256)) {
      throw Failure.invalid(
          name + " is not what its manifest says: it has another SHA-256", "export again");
    }
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public List<ArchivedGroup> groups() {
    groups.restart();
    List<ArchivedGroup> all = new ArrayList<>();
    for (JsonNode line = groups.take(); line != null; line = groups.take()) {
      all.add(Lines.group(line));
    }
    return all;
  }

  /** The lines after the one whose field is {@code after}, at most a page of them. */
  private static List<JsonNode> page(LineFile file, String field, String after) {
    if (after.isEmpty()) {
      file.restart();
    }
    file.skip(line -> Lines.text(line, field).compareTo(after) <= 0);
    List<JsonNode> page = new ArrayList<>();
    while (page.size() < PAGE) {
      JsonNode line = file.take();
      if (line == null) {
        return page;
      }
      page.add(line);
    }
    return page;
  }

  @Override
  public RunPage runs(String after) {
    if (after.isEmpty()) {
      points.restart();
    }
    List<ArchivedRun> page = page(runs, "id", after).stream().map(Lines::run).toList();
    return page.isEmpty() ? RunPage.none(after) : new FolderPage(page);
  }

  /** Runs whose points are the next ones of their file. */
  private final class FolderPage implements RunPage {
    private final List<ArchivedRun> page;

    FolderPage(List<ArchivedRun> page) {
      this.page = page;
    }

    @Override
    public List<ArchivedRun> runs() {
      return page;
    }

    @Override
    public String position() {
      return page.getLast().id();
    }

    @Override
    public void points(RunArchive.PointTaker taker) {
      points.skip(line -> Lines.text(line, "run").compareTo(page.getFirst().id()) < 0);
      JsonNode line;
      do {
        line = points.takeIf(next -> Lines.text(next, "run").compareTo(position()) <= 0);
        if (line != null) {
          taker.take(Lines.text(line, "run"), Lines.point(line));
        }
      } while (line != null);
    }
  }

  @Override
  public LinePage lines(Kind kind, String after) {
    LineFile file = Objects.requireNonNull(lines.get(kind));
    if (after.isEmpty()) {
      file.restart();
    }
    file.skip(line -> kind.key(line).compareTo(after) <= 0);
    List<ObjectNode> page = new ArrayList<>();
    int size = kind == Kind.TRACES ? TRACES : PAGE;
    for (JsonNode line = file.peek(); line != null && page.size() < size; line = file.peek()) {
      page.add((ObjectNode) line);
      file.take();
    }
    return page.isEmpty() ? LinePage.none(after) : LinePage.of(page, kind.key(page.getLast()));
  }

  @Override
  public List<ArchivedAsset> assets(String after) {
    if (after.isEmpty()) {
      versions.restart();
    }
    return page(assets, "name", after).stream().map(Lines::asset).toList();
  }

  @Override
  public List<ArchivedVersion> versions(ArchivedAsset asset, long after) {
    versions.skip(line ->
        Lines.text(line, "asset").compareTo(asset.name()) < 0
            || (Lines.text(line, "asset").equals(asset.name())
                && Lines.number(line, "number") <= after));
    List<ArchivedVersion> page = new ArrayList<>();
    while (page.size() < PAGE) {
      JsonNode line = versions.takeIf(next -> Lines.text(next, "asset").equals(asset.name()));
      if (line == null) {
        return page;
      }
      page.add(Lines.version(line));
    }
    return page;
  }

  @Override
  public void close() {
    groups.close();
    runs.close();
    points.close();
    assets.close();
    versions.close();
    lines.values().forEach(LineFile::close);
  }
}
