// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import org.jspecify.annotations.Nullable;

/**
 * A version that somebody wants to register.
 *
 * @param form how it is written: txt, md, yaml or json
 * @param file path within the prompt directory, null where it came by HTTP
 * @param parent the version it was made from; null for the highest one below it
 * @param reason why it was made
 */
record NewVersion(
    String name,
    Semver version,
    Origin origin,
    String form,
    @Nullable String file,
    Content content,
    @Nullable Semver parent,
    @Nullable String reason) {

  String key() {
    return name + "@" + version;
  }
}
