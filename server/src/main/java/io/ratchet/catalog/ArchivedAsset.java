// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A registered model or a prompt as another registry lists it, without its versions, to be taken
 * over as it was. Nothing of it is checked yet.
 *
 * @param createdAt milliseconds since 1970 UTC, as all times here
 * @param aliases the number of the version that each stands for
 * @param lastNumber the highest number that a version ever had, deleted ones too
 */
public record ArchivedAsset(
    String name,
    boolean isPrompt,
    String description,
    long createdAt,
    long updatedAt,
    Map<String, String> tags,
    Map<String, Long> aliases,
    long lastNumber) {
  public ArchivedAsset {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    aliases = Collections.unmodifiableMap(new TreeMap<>(aliases));
  }
}
