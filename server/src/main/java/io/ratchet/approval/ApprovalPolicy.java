// SPDX-License-Identifier: Apache-2.0
package io.ratchet.approval;

import io.ratchet.approval.Approval.Status;
import io.ratchet.approval.Approval.Vote;
import io.ratchet.base.Failure;
import java.time.Duration;
import java.time.Instant;

/** Decides what a vote makes of a request, or why it does not count. Pure. */
final class ApprovalPolicy {
  /** How long a request may wait. */
  static final Duration VALID = Duration.ofDays(7);

  private ApprovalPolicy() {}

  /** The status at a moment: a request that waited too long is over. */
  static Status status(Approval approval, Instant now) {
    return approval.status() == Status.PENDING && approval.requestedAt().plus(VALID).isBefore(now)
        ? Status.EXPIRED
        : approval.status();
  }

  /**
   * The status after one more vote.
   *
   * @param needed approvals that the asset asks for
   * @throws Failure CONFLICT where the vote does not count
   */
  static Status after(Approval approval, Vote vote, int needed) {
    checkOpen(approval, vote.votedAt());
    if (vote.voter().equals(approval.requestedBy())) {
      throw Failure.conflict(
          vote.voter() + " asked for this and cannot decide it", "let somebody else decide");
    }
    if (approval.votes().stream().anyMatch(known -> known.voter().equals(vote.voter()))) {
      throw Failure.conflict(
          vote.voter() + " has voted on this already", "let somebody else decide");
    }
    if (!vote.approves()) {
      return Status.REJECTED;
    }
    long approvals = 1 + approval.votes().stream().filter(Vote::approves).count();
    return approvals >= needed ? Status.APPROVED : Status.PENDING;
  }

  private static void checkOpen(Approval approval, Instant now) {
    Status status = status(approval, now);
    if (status != Status.PENDING) {
      throw Failure.conflict(
          "the request %s is %s".formatted(approval.id(), status.label()), "ask for it again");
    }
  }

  /**
   * Refuses to let anybody but its author take back a request, or take back what is decided.
   *
   * @throws Failure CONFLICT
   */
  static void checkWithdrawal(Approval approval, String actor, Instant now) {
    checkOpen(approval, now);
    if (!actor.equals(approval.requestedBy())) {
      throw Failure.conflict(
          "%s asked for this, not %s".formatted(approval.requestedBy(), actor),
          "reject it, or let %s withdraw it".formatted(approval.requestedBy()));
    }
  }
}
