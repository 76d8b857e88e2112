// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import java.util.Locale;

/** What a person decides about a run. */
enum Verb {
  /** Lets it begin; a rejected one too, by who thinks better of it. */
  APPROVE("approved", Status.QUEUED),
  REJECT("rejected", Status.REJECTED),
  CANCEL("cancelled", Status.CANCELLED);

  private final String done;
  private final Status after;

  Verb(String done, Status after) {
    this.done = done;
    this.after = after;
  }

  /** The type of its journal entry after {@code retraining.}, and how it is told. */
  String done() {
    return done;
  }

  Status after() {
    return after;
  }

  boolean isLegal(Status status) {
    return switch (this) {
      case APPROVE -> status == Status.AWAITING_APPROVAL || status == Status.REJECTED;
      case REJECT -> status == Status.AWAITING_APPROVAL;
      case CANCEL ->
          status == Status.AWAITING_APPROVAL || status == Status.QUEUED || status == Status.RUNNING;
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String hint() {
    return switch (this) {
      case APPROVE, REJECT -> "only a run that awaits approval can be decided";
      case CANCEL -> "a run can be cancelled until it is registered; then decide its canary";
    };
  }
}
