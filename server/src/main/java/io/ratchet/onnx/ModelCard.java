// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What travels in the metadata of a file of ours: signature, origin, and rows to prove it by. */
public record ModelCard(Signature signature, Provenance provenance, Golden golden) {
  static final String SIGNATURE = "ratchet.signature";
  static final String PROVENANCE = "ratchet.provenance";
  static final String GOLDEN = "ratchet.golden";

  SequencedMap<String, String> metadata() {
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put(SIGNATURE, Json.text(signature.toJson()));
    metadata.put(PROVENANCE, Json.text(provenance.toJson()));
    metadata.put(GOLDEN, Json.text(golden.toJson()));
    return metadata;
  }

  /** The card in a file, null where it has none; one that cannot be read is refused. */
  public static @Nullable ModelCard of(OnnxFile file) {
    String signature = file.metadata().get(SIGNATURE);
    if (signature == null) {
      return null;
    }
    Signature read = Signature.fromJson(json(SIGNATURE, signature));
    Golden golden = Golden.fromJson(json(GOLDEN, file.metadata().getOrDefault(GOLDEN, "{}")));
    int columns = read.features().size();
    int outputs = read.target().outputs();
    if (golden.inputs().stream().anyMatch(row -> row.length != columns)
        || golden.outputs().stream().anyMatch(row -> row.length != outputs)) {
      throw Failure.invalid(
          "the golden rows of the model do not fit its signature of %d features and %d outputs"
              .formatted(columns, outputs),
          "leave the file's metadata as the trainer wrote it");
    }
    String provenance = file.metadata().getOrDefault(PROVENANCE, "{}");
    return new ModelCard(read, Provenance.fromJson(json(PROVENANCE, provenance)), golden);
  }

  private static JsonNode json(String key, String text) {
    try {
      return Json.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (Failure e) {
      throw new Failure(
          e.code(),
          "the metadata \"" + key + "\" of the model cannot be read: " + e.message(),
          "leave the file's metadata as the trainer wrote it",
          e.problems(),
          e);
    }
  }
}
