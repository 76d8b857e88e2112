// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Digest;
import io.ratchet.base.Json;
import tools.jackson.databind.node.ObjectNode;

/** What a version holds, as canonical JSON. */
public interface Content {
  ObjectNode json();

  /** SHA-256 of the canonical form. */
  default String sha256() {
    return Digest.sha256(Json.bytes(json()));
  }
}
