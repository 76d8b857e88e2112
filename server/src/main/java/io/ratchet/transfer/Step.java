// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

/** What an import does, in this order. Files come before the versions that are made of them. */
enum Step {
  RUN_GROUPS,
  RUNS,
  LOGGED_MODELS,
  TRACES,
  FILES,
  ASSETS,
  DATASETS,
  RECORDS,
  SCORERS,
  COMPARISON
}
