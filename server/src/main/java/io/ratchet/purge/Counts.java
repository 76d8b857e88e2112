// SPDX-License-Identifier: Apache-2.0
package io.ratchet.purge;

/**
 * How much went, or would go.
 *
 * @param files paths; {@code bytes} are theirs, of which only those are free that no other path has
 * @param freed bytes that are free
 */
public record Counts(
    long groups, long runs, long models, long traces, long files, long bytes, long freed) {
  static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

  static Counts ofGroups(long groups) {
    return new Counts(groups, 0, 0, 0, 0, 0, 0);
  }

  static Counts ofRuns(long runs) {
    return new Counts(0, runs, 0, 0, 0, 0, 0);
  }

  static Counts ofModels(long models) {
    return new Counts(0, 0, models, 0, 0, 0, 0);
  }

  static Counts ofTraces(long traces) {
    return new Counts(0, 0, 0, traces, 0, 0, 0);
  }

  static Counts ofFiles(long files, long bytes) {
    return new Counts(0, 0, 0, 0, files, bytes, 0);
  }

  static Counts ofFreed(long freed) {
    return new Counts(0, 0, 0, 0, 0, 0, freed);
  }

  Counts plus(Counts more) {
    return new Counts(
        groups + more.groups,
        runs + more.runs,
        models + more.models,
        traces + more.traces,
        files + more.files,
        bytes + more.bytes,
        freed + more.freed);
  }
}
