// SPDX-License-Identifier: Apache-2.0
package io.ratchet.approval;

import io.ratchet.base.Json;
import io.ratchet.registry.Semver;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to put a version into production.
 *
 * @param kind prompt or model
 * @param decidedAt null while it is open
 */
record Approval(
    String id,
    String kind,
    String asset,
    Semver version,
    Status status,
    String reason,
    String requestedBy,
    Instant requestedAt,
    @Nullable Instant decidedAt,
    List<Vote> votes) {
  /** How far it has come. */
  enum Status {
    PENDING,
    APPROVED,
    REJECTED,
    WITHDRAWN,
    EXPIRED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What somebody else said to it. */
  record Vote(String voter, boolean approves, String comment, Instant votedAt) {}

  Approval {
    votes = List.copyOf(votes);
  }

  /** Whether somebody asks for the same again. */
  boolean isSameRequest(Approval other) {
    return kind.equals(other.kind)
        && asset.equals(other.asset)
        && version.equals(other.version)
        && requestedBy.equals(other.requestedBy);
  }

  ObjectNode json(int needed) {
    ObjectNode json =
        Json.object()
            .put("id", id)
            .put("kind", kind)
            .put("asset", asset)
            .put("version", version.toString())
            .put("status", status.label())
            .put("approvals_needed", needed)
            .put("reason", reason)
            .put("requested_by", requestedBy)
            .put("requested_at", requestedAt.toString())
            .put("decided_at", decidedAt == null ? null : decidedAt.toString());
    ArrayNode array = json.putArray("votes");
    for (Vote vote : votes) {
      array
          .addObject()
          .put("by", vote.voter())
          .put("approves", vote.approves())
          .put("comment", vote.comment())
          .put("at", vote.votedAt().toString());
    }
    return json;
  }
}
