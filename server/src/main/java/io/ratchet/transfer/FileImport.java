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

/** Copies the files of runs to where this server keeps them. */
final class FileImport {
  private static final String KEPT = "mlflow-artifacts:";

  /** What a folder of artifacts and a proxy have in common: experiment, run, artifacts. */
  private static final Pattern TAIL = Pattern.compile("(?:.*[/:])?([^/:]+/[^/]+/artifacts)/?");

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

  /** The files of every run after a position. */
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
    String position = after;
    for (Source.RunPage page = source.runs(position);
        !page.runs().isEmpty();
        page = source.runs(position)) {
      for (ArchivedRun run : page.runs()) {
        Optional<String> root = root(run);
        if (root.isPresent()) {
          files.each(directory(run), new OfRun(run, root.get(), act));
        }
      }
      position = page.position();
      ledger.finish(ledger.step(), position);
    }
  }

  /** Where its files are to be here; a dry run has no such place yet. */
  private Optional<String> root(ArchivedRun run) {
    Optional<String> root = target.roots().apply(run.id());
    return ledger.plan().dryRun() && root.isEmpty()
        ? Optional.of(KEPT + "/0/" + run.id() + "/artifacts")
        : root.filter(one -> one.startsWith(KEPT));
  }

  private String directory(ArchivedRun run) {
    if (isPlainForm) {
      return run.id();
    }
    Matcher tail = TAIL.matcher(Objects.requireNonNullElse(run.artifactUri(), ""));
    return tail.matches() ? tail.group(1) : "";
  }

  /** Gives each file of a run its place here. */
  private final class OfRun implements FileSource.Taker {
    private final ArchivedRun run;
    private final ArtifactPath root;
    private final Act act;

    OfRun(ArchivedRun run, String root, Act act) {
      this.run = run;
      this.root = ArtifactPath.ofRoot(root);
      this.act = act;
    }

    private String what(String path) {
      return "run %s, artifact %s".formatted(run.id(), Problem.shorten(path));
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
