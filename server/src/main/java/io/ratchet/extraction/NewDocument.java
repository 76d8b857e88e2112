// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Digest;
import io.ratchet.base.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document as somebody sends it.
 *
 * @param id chosen by its sender; null leaves that to us
 */
record NewDocument(
    @Nullable String id,
    @Nullable String name,
    String text,
    ObjectNode metadata,
    @Nullable ObjectNode gold) {

  /** The same for the same content, by which a repeated request is known. */
  String fingerprint() {
    ArrayNode content = Json.array().add(name).add(text).add(metadata);
    return Digest.sha256(Json.text(content.add(gold == null ? NullNode.getInstance() : gold)));
  }
}
