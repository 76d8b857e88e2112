// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import tools.jackson.databind.node.ObjectNode;

/** What answers show of the versions of one kind beside what all kinds have. */
public interface VersionJson<V extends Version> {
  /** Adds what lists show. */
  void summarise(ObjectNode json, V version);

  /** Adds what only the answer about one version shows. */
  void complete(ObjectNode json, V version);
}
