// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.mlflow.Refusals;
import io.ratchet.model.Described;
import io.ratchet.model.Lineage;
import io.ratchet.model.ModelContent;
import io.ratchet.model.ModelSource;
import io.ratchet.model.Signature;
import io.ratchet.storage.Artifacts;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the files of a version are, and what they make of it: a model that is kept here as ONNX is
 * served by this process; any other is registered as one that is served elsewhere.
 */
final class Sources {
  private static final int LENGTH = 2_048;
  private static final int DECODINGS = 8;
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");
  private static final Pattern LOGGED = Pattern.compile("models:/(m-[0-9a-f]{32})(/.*)?");
  private static final Pattern VERSION = Pattern.compile("models:/([^/@]+)/(\\d+)");

  private final ModelFiles files;
  private final Artifacts artifacts;

  Sources(ModelFiles files, Artifacts artifacts) {
    this.files = files;
    this.artifacts = artifacts;
  }

  /** Refuses a source that points to where nobody's files should be taken from. */
  static void check(String source) {
    if (source.length() > LENGTH || source.indexOf('\0') >= 0) {
      throw Refusals.invalid(
          "Invalid model version source: it has at most " + LENGTH + " characters.");
    }
    Matcher scheme = SCHEME.matcher(source);
    if (!scheme.matches() || scheme.group(1).toLowerCase(Locale.ROOT).equals("file")) {
      throw Refusals.invalid(
          "Invalid model version source: '%s'. To use a local path as a model version source, the run_id request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the run_id."
              .formatted(Problem.shorten(source)));
    }
    String decoded = source;
    for (int i = 0; i < DECODINGS; i++) {
      for (String part : decoded.split("[/\\\\]", -1)) {
        if (part.equals("..") || part.equals(".")) {
          throw Refusals.invalid(
              "Invalid model version source: '%s'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path."
                  .formatted(Problem.shorten(source)));
        }
      }
      String again = decoded(decoded);
      if (again.equals(decoded)) {
        return;
      }
      decoded = again;
    }
    throw Refusals.invalid("Invalid model version source: it is encoded too often.");
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a percent sign that is no escape stands for itself
    }
  }

  /**
   * Where the files of a source are: as it says, or where the logged model or version that it names
   * has them.
   *
   * @param project whose logged models it may name
   * @param versions the source of a version, by name and number
   */
  String location(
      Project project, String source, BiFunction<String, Long, Optional<String>> versions) {
    Matcher logged = LOGGED.matcher(source);
    if (logged.matches()) {
      String rest = logged.group(2) == null ? "" : logged.group(2);
      return files
          .rootOfLoggedModel(project, logged.group(1))
          .map(root -> root + rest)
          .orElse(source);
    }
    Matcher version = VERSION.matcher(source);
    if (version.matches() && version.group(2).length() <= 18) {
      return versions.apply(version.group(1), Long.valueOf(version.group(2))).orElse(source);
    }
    return source;
  }

  /**
   * The content of a version whose files are at a location.
   *
   * @param project whose files it may take
   * @param run id of the run that made it, or empty
   */
  ModelContent content(Project project, String source, String location, String run) {
    MlModelFile file =
        files
            .find(project, location + "/" + MlModelFile.NAME)
            .filter(stored -> stored.sizeBytes() <= MlModelFile.SIZE_LIMIT)
            .map(stored ->
                MlModelFile.read(
                    new String(artifacts.get(stored.sha256()), StandardCharsets.UTF_8)))
            .orElse(new MlModelFile(null, Optional.empty()));
    ObjectNode metadata = Json.object().put("mlflow_source", source);
    String onnx = file.onnx();
    ModelContent served = onnx == null ? null : onnx(project, location + "/" + onnx, run, metadata);
    return served != null
        ? served
        : new ModelContent(
            new ModelSource.Elsewhere(),
            file.signature()
                .orElse(new Signature(List.of(), Signature.Task.CLASSIFICATION, List.of())),
            List.of(),
            lineage(Lineage.UNKNOWN, run),
            null,
            Json.object(),
            metadata,
            null);
  }

  /** What an ONNX file makes of a version; null where it is none that can be served. */
  private @Nullable ModelContent onnx(
      Project project, String uri, String run, ObjectNode metadata) {
    Optional<ModelFiles.Stored> stored = files.find(project, uri);
    if (stored.isEmpty()) {
      return null;
    }
    try {
      Described says = Described.of(artifacts.get(stored.get().sha256()));
      return new ModelContent(
          new ModelSource.Onnx(stored.get().sha256(), stored.get().sizeBytes()),
          says.signature(),
          says.golden(),
          lineage(says.lineage(), run),
          null,
          Json.object(),
          metadata,
          null);
    } catch (Failure notOnnx) {
      metadata.put("onnx_fault", notOnnx.message());
      return null;
    }
  }

  private static Lineage lineage(Lineage known, String run) {
    return new Lineage(
        known.trainingDataSha256(),
        known.code(),
        run.isEmpty() ? known.run() : run,
        known.trainer());
  }
}
