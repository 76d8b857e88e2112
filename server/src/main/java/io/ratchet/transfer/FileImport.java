// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.artifact.ArtifactFile;
import io.ratchet.artifact.ArtifactPath;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.tracking.ArchivedRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Copies the files of runs and logged models to where this server keeps them. */
final class FileImport {
  private static final String KEPT = "mlflow-artifacts:";

  /** What a folder of artifacts and a proxy have in common: experiment, run, artifacts. */
  private static final Pattern OF_RUN = Pattern.compile("(?:.*[/:])?([^/:]+/[^/]+/artifacts)/?");

  private static final Pattern OF_MODEL =
      Pattern.compile("(?:.*[/:])?([^/:]+/models/[^/]+/artifacts)/?");

  /** Begins a position among the models, which come after the runs. */
  private static final String MODELS = "models:";

  private final Source source;
  private final FileSource files;
  private final Target target;
  private final Ledger ledger;
  private final boolean isPlainForm;

  FileImport(Source source, FileSource files, Target target, Ledger ledger) {
    this.source = source;
    this.files = files;
    this.target = target;
    this.ledger = ledger;
    this.isPlainForm = ledger.plan().from().startsWith("file:");
  }

  /** The files of everything after a position. */
  void files(String after) {
    each(
        after,
        (what, place, size, content) -> {
          ledger.tally().read(Counted.FILES, 1);
          if (place != null && !ledger.plan().dryRun()) {
            ledger.tally().added(Counted.FILES, copy(what, place, size, content) ? 1 : 0);
          }
        });
  }

  /** Takes each file's name, and whether it is here. */
  interface Compared {
    void take(String what, boolean isHere);
  }

  void compare(Compared compared) {
    each(
        "",
        (what, place, size, content) -> {
          if (place != null) {
            compared.take(
                what, target.files().find(place).filter(file -> file.size() == size).isPresent());
          }
        });
  }

  private interface Act {
    void take(String what, @Nullable ArtifactPath place, long size, FileSource.Content content);
  }

  private void each(String after, Act act) {
    if (!after.startsWith(MODELS)) {
      runs(after, act);
    }
    models(after.startsWith(MODELS) ? after.substring(MODELS.length()) : "", act);
  }

  private void runs(String after, Act act) {
    String position = after;
    for (Source.RunPage page = source.runs(position);
        !page.runs().isEmpty();
        page = source.runs(position)) {
      for (ArchivedRun run : page.runs()) {
        String uri = Objects.requireNonNullElse(run.artifactUri(), "");
        take("run " + run.id(), run.id(), directory(run.id(), uri, OF_RUN), "", act);
      }
      position = page.position();
      ledger.finish(ledger.step(), position);
    }
  }

  private void models(String after, Act act) {
    String position = after;
    LinePage page;
    do {
      page = source.lines(Kind.LOGGED_MODELS, position);
      for (JsonNode line : page.lines()) {
        String id = Lines.text(line, "id");
        String directory = directory(id, Lines.text(line, "artifact_uri"), OF_MODEL);
        take("logged model " + Problem.shorten(id), id, directory, "/models", act);
      }
      position = page.position();
      ledger.finish(ledger.step(), MODELS + position);
    } while (!page.isLast());
  }

  /** The files of one holder, where they are to be kept here; a dry run has no such place yet. */
  private void take(String what, String id, String directory, String within, Act act) {
    Optional<String> root = target.roots().apply(id);
    if (ledger.plan().dryRun() && root.isEmpty()) {
      root = Optional.of(KEPT + "/0" + within + "/" + id + "/artifacts");
    }
    root.filter(one -> one.startsWith(KEPT))
        .ifPresent(one -> files.each(directory, new Held(what, one, act)));
  }

  private String directory(String id, String uri, Pattern tail) {
    if (isPlainForm) {
      return id;
    }
    Matcher matcher = tail.matcher(uri);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** Gives each file of a run or a model its place here. */
  private final class Held implements FileSource.Taker {
    private final String holder;
    private final ArtifactPath root;
    private final Act act;

    Held(String holder, String root, Act act) {
      this.holder = holder;
      this.root = ArtifactPath.ofRoot(root);
      this.act = act;
    }

    private String what(String path) {
      return "%s, artifact %s".formatted(holder, Problem.shorten(path));
    }

    @Override
    public void take(String path, long size, FileSource.Content content) {
      ArtifactPath place = null;
      try {
        place = root.resolve(ArtifactPath.of(path));
      } catch (Failure e) {
        refuse(path, e.message());
      }
      act.take(what(path), place, size, content);
    }

    @Override
    public void refuse(String path, String reason) {
      if (ledger.step() == Step.FILES) {
        ledger.tally().refuse(what(path), reason);
      }
    }
  }

  /** Whether it was not here before. */
  private boolean copy(String what, ArtifactPath place, long size, FileSource.Content content) {
    try {
      Optional<ArtifactFile> present = target.files().find(place);
      if (present.isPresent()
          && present.get().size() == size
          && present.get().sha256().equals(digest(content))) {
        return false;
      }
      try (InputStream in = content.open()) {
        var _ = target.files().put(place, in);
      }
      return true;
    } catch (IOException e) {
      ledger.tally().refuse(what, "it could not be read: " + e.getMessage());
    } catch (Failure e) {
      ledger.tally().refuse(what, e.message());
    }
    return false;
  }

  private static String digest(FileSource.Content content) throws IOException {
    try (InputStream in = content.open()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
