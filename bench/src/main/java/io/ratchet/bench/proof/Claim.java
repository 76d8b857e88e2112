// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

/** Something the statistics promise and a simulation can contradict. */
interface Claim {
  /** By which it is chosen on the command line. */
  String name();

  Section prove(Effort effort);
}
