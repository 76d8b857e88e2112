// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

/** How far a run is. */
public enum Status {
  /** Triggered; somebody has to allow it. */
  AWAITING_APPROVAL,
  /** To be trained as soon as there is room. */
  QUEUED,
  /** Being trained and judged. */
  RUNNING,
  /** Trained, and held back by a gate. */
  GATED,
  /** Past the gates: a registered version. */
  REGISTERED,
  /** On trial against the champion. */
  CANARY,
  /** In production. */
  PROMOTED,
  /** Tried, and taken back. */
  ROLLED_BACK,
  /** Not trained. */
  FAILED,
  CANCELLED,
  /** Somebody did not allow it. */
  REJECTED
}
