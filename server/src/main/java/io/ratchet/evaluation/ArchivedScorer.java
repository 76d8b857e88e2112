// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

/**
 * A version of a scorer as another store kept it.
 *
 * @param id of the scorer, the same for all its versions
 * @param group of runs that it is for, by whatever its holder calls it
 * @param createdAt milliseconds since 1970 UTC
 */
public record ArchivedScorer(
    String id, String group, String name, int version, String content, long createdAt) {
  /** The same in a group that is called otherwise. */
  public ArchivedScorer in(String other) {
    return new ArchivedScorer(id, other, name, version, content, createdAt);
  }
}
