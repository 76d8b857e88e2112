// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A version as another registry lists it, to be taken over under its number. Nothing of it is
 * checked yet.
 *
 * @param createdAt milliseconds since 1970 UTC, as all times here
 * @param stage in MLflow's words
 * @param source where its files are
 * @param run id of the run that made it, or empty
 */
public record ArchivedVersion(
    long number,
    String description,
    long createdAt,
    long updatedAt,
    String stage,
    String source,
    String run,
    String runLink,
    Map<String, String> tags) {
  public ArchivedVersion {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }
}
