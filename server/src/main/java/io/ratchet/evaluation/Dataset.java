// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set of records to evaluate on.
 *
 * @param digest changes whenever the dataset does
 * @param schema names and types of the fields of its records, as JSON; null before the first
 * @param profile what its client or the server says of its records, as JSON
 * @param groups ids of the groups of runs that use it
 */
record Dataset(
    String id,
    String project,
    String name,
    String digest,
    @Nullable String schema,
    @Nullable String profile,
    long createdAt,
    long changedAt,
    @Nullable String createdBy,
    @Nullable String changedBy,
    Map<String, String> tags,
    List<String> groups) {
  private static final int DIGEST_LENGTH = 8;

  static String digest(String id, long changedAt, long records) {
    return Digest.sha256(id + "\n" + changedAt + "\n" + records).substring(0, DIGEST_LENGTH);
  }

  Dataset surrounded(Map<String, String> itsTags, List<String> itsGroups) {
    return new Dataset(
        id, project, name, digest, schema, profile, createdAt, changedAt, createdBy, changedBy,
        itsTags, itsGroups);
  }
}
