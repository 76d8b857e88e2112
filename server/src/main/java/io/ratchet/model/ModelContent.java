// SPDX-License-Identifier: Apache-2.0
package io.ratchet.model;

import io.ratchet.base.Digest;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a version of a model is. The trees are shared and must not be changed.
 *
 * @param golden inputs with known answers
 * @param reference SHA-256 of the artifact that holds what training data looked like, see {@code
 *     drift}; null where it is not known
 * @param metrics what its training measured
 * @param metadata what its author wants to remember
 */
public record ModelContent(
    ModelSource source,
    Signature signature,
    List<Golden> golden,
    Lineage lineage,
    @Nullable String reference,
    ObjectNode metrics,
    ObjectNode metadata,
    @Nullable String description) {
  private static final int DESCRIPTION_LENGTH = 4_000;

  public ModelContent {
    golden = List.copyOf(golden);
  }

  /** The canonical form, from which the identity of the content is computed. */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.set("source", source.json());
    json.set("signature", signature.json());
    ArrayNode examples = json.putArray("golden");
    golden.forEach(one -> examples.add(one.json()));
    json.set("lineage", lineage.json());
    json.put("reference", reference).set("metrics", metrics);
    json.set("metadata", metadata);
    return json.put("description", description);
  }

  /** SHA-256 of the canonical form. */
  public String sha256() {
    return Digest.sha256(Json.bytes(json()));
  }

  /**
   * Reads the canonical form back.
   *
   * @throws RuntimeException where it is not one
   */
  public static ModelContent parse(String canonical) {
    List<Problem> problems = new ArrayList<>();
    ModelContent content = read(Fields.of(Json.parse(canonical), "", problems), problems);
    Fields.refuse(problems);
    if (content == null) {
      throw new IllegalStateException("a model without a source");
    }
    return content;
  }

  /** Reads one that came from outside; null where its source has faults. */
  public static @Nullable ModelContent read(Fields in, List<Problem> problems) {
    JsonNode source = in.get("source");
    if (source == null) {
      in.problem("source", "is required", null);
    }
    ModelSource place = source == null ? null : ModelSource.read(source, "source", problems);
    JsonNode signature = in.get("signature");
    Signature takes =
        Signature.read(signature == null ? Json.object() : signature, "signature", problems);
    List<Golden> golden = new ArrayList<>();
    List<JsonNode> nodes = in.list("golden", Golden.LIMIT);
    for (int i = 0; i < nodes.size(); i++) {
      golden.add(Golden.read(nodes.get(i), "golden[" + i + "]", problems));
    }
    Lineage lineage = in.nested("lineage").map(Lineage::read).orElse(Lineage.UNKNOWN);
    String reference = in.text("reference", 64);
    ObjectNode metrics = in.tree("metrics");
    ObjectNode metadata = in.tree("metadata");
    String description = in.text("description", DESCRIPTION_LENGTH);
    return place == null
        ? null
        : new ModelContent(
            place,
            takes,
            golden,
            lineage,
            reference,
            metrics == null ? Json.object() : metrics,
            metadata == null ? Json.object() : metadata,
            description);
  }
}
