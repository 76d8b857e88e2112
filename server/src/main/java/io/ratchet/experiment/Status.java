// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

/** How far an experiment is. */
public enum Status {
  /** Planned; nothing has moved yet. */
  DRAFT,
  /** Its arms get traffic. */
  RUNNING,
  /** Its control gets all traffic, until it goes on. */
  PAUSED,
  /** Over; its control gets all traffic until somebody promotes the winner. */
  COMPLETED,
  /** Its winner is in production. */
  PROMOTED,
  /** The route is as it was before the start. */
  ROLLED_BACK;

  /** Whether no more calls count. */
  boolean isOver() {
    return switch (this) {
      case DRAFT, RUNNING, PAUSED -> false;
      case COMPLETED, PROMOTED, ROLLED_BACK -> true;
    };
  }
}
