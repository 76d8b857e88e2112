// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Project;

/**
 * What is to be imported.
 *
 * @param from the source without its credentials
 * @param artifacts where the source's files are; empty where they stay where they are
 * @param dryRun whether everything is read and checked, and nothing written
 */
record ImportPlan(String from, String artifacts, Project project, boolean dryRun) {
  /** Whether runs that keep their files in folders keep them here from now on. */
  boolean movesFiles() {
    return !artifacts.isEmpty() && !from.startsWith("file:");
  }
}
