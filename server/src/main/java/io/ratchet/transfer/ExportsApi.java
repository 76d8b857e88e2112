// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.artifact.ArtifactPath;
import io.ratchet.artifact.Entry;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.catalog.ArchivedAsset;
import io.ratchet.catalog.ArchivedVersion;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.tracking.ArchivedModel;
import io.ratchet.tracking.ArchivedRun;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is here, kind by kind as lines of JSON in the plain form, for whoever wants to take it
 * elsewhere. The last line, which has {@code lines} alone, says how many came before it: an answer
 * without it broke off.
 */
public final class ExportsApi {
  private static final int PAGE = 200;
  private static final String KEPT = "mlflow-artifacts:";

  private final Target target;

  public ExportsApi(Target target) {
    this.target = target;
  }

  public List<Route> routes() {
    return List.of(Route.get("/api/exports/{kind}", Access.VIEWER, this::lines));
  }

  /** Writes lines, and counts them. */
  private static final class Out {
    private final OutputStream out;
    private long count;

    Out(OutputStream out) {
      this.out = new BufferedOutputStream(out, 1 << 16);
    }

    void line(ObjectNode json) {
      try {
        out.write(Json.bytes(json));
        out.write('\n');
        count++;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void end() throws IOException {
      out.write(Json.bytes(Json.object().put("lines", count)));
      out.write('\n');
      out.flush();
    }
  }

  private interface Writing {
    void write(Project project, Out out);
  }

  private Answer lines(Request request) {
    Project project = request.query("project").map(Project::new).orElseGet(() -> request.project());
    Writing writing =
        switch (request.parameter("kind")) {
          case "run_groups" -> this::groups;
          case "runs" -> this::runs;
          case "points" -> this::points;
          case "assets" -> this::assets;
          case "versions" -> this::versions;
          case "files" -> this::files;
          case "logged_models" -> (its, out) -> lines(its, Kind.LOGGED_MODELS, out);
          case "traces" -> (its, out) -> lines(its, Kind.TRACES, out);
          case "datasets" -> (its, out) -> lines(its, Kind.DATASETS, out);
          case "records" -> (its, out) -> lines(its, Kind.RECORDS, out);
          case "scorers" -> (its, out) -> lines(its, Kind.SCORERS, out);
          case String other ->
              throw Failure.missing(
                  "nothing of that kind is exported: " + Problem.shorten(other),
                  "use run_groups, runs, points, logged_models, traces, assets, versions, datasets,"
                      + " records, scorers or files");
        };
    return new Answer.Streamed(
        200,
        Map.of("content-type", "application/x-ndjson"),
        stream -> {
          Out out = new Out(stream);
          try {
            writing.write(project, out);
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
          out.end();
        });
  }

  private void lines(Project project, Kind kind, Out out) {
    lines(Shelves.of(target, project).get(kind), out);
  }

  private static <T> void lines(Shelf<T> shelf, Out out) {
    String after = "";
    List<T> page;
    do {
      page = shelf.after(after);
      for (T one : page) {
        ObjectNode line = shelf.line(one);
        after = shelf.kind().key(line);
        out.line(line);
      }
    } while (!page.isEmpty());
  }

  private void groups(Project project, Out out) {
    target.runs().groups(project).forEach(group -> out.line(Lines.of(group)));
  }

  private void runs(Project project, Out out) {
    eachPage(project, page -> page.forEach(run -> out.line(Lines.of(run))));
  }

  private void points(Project project, Out out) {
    eachPage(
        project,
        page ->
            target
                .runs()
                .points(
                    page.stream().map(ArchivedRun::id).toList(),
                    (run, point) -> out.line(Lines.of(run, point))));
  }

  private interface Pages {
    void take(List<ArchivedRun> page);
  }

  private void eachPage(Project project, Pages pages) {
    String after = "";
    List<ArchivedRun> page;
    do {
      page = target.runs().runs(project, after, PAGE);
      if (!page.isEmpty()) {
        pages.take(page);
        after = page.getLast().id();
      }
    } while (!page.isEmpty());
  }

  private void files(Project project, Out out) {
    eachPage(project, page -> page.forEach(run -> files("run", run.id(), out)));
    String after = "";
    List<ArchivedModel> models;
    do {
      models = target.models().models(project, after, PAGE);
      for (ArchivedModel model : models) {
        files("model", model.id(), out);
        after = model.id();
      }
    } while (!models.isEmpty());
  }

  private void files(String kind, String id, Out out) {
    target
        .roots()
        .apply(id)
        .filter(root -> root.startsWith(KEPT))
        .ifPresent(root -> below(kind, id, ArtifactPath.ofRoot(root), out));
  }

  /** The files below the root of a run or a model. */
  private void below(String kind, String id, ArtifactPath root, Out out) {
    Deque<ArtifactPath> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      ArtifactPath directory = open.removeFirst();
      for (Entry entry : target.files().list(directory)) {
        ArtifactPath path = directory.resolve(ArtifactPath.of(entry.name()));
        if (entry.size() == null) {
          open.add(path);
        } else {
          ObjectNode line =
              Json.object()
                  .put(kind, id)
                  .put("path", path.value().substring(root.value().length() + 1))
                  .put("kept_at", path.value())
                  .put("size", entry.size());
          target.files().find(path).ifPresent(file -> line.put("sha256", file.sha256()));
          out.line(line);
        }
      }
    }
  }

  private void assets(Project project, Out out) {
    target.assets().assets(project).forEach(asset -> out.line(Lines.of(asset)));
  }

  private void versions(Project project, Out out) {
    for (ArchivedAsset asset : target.assets().assets(project)) {
      for (ArchivedVersion version : target.assets().versions(asset.name())) {
        out.line(Lines.of(asset.name(), version));
      }
    }
  }
}
