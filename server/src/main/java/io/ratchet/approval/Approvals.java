// SPDX-License-Identifier: Apache-2.0
package io.ratchet.approval;

import io.ratchet.approval.Approval.Status;
import io.ratchet.approval.Approval.Vote;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Semver;
import io.ratchet.routing.Protection;
import io.ratchet.routing.RoutesByKind;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What is protected, what is asked for, and what others say to it. */
public final class Approvals {
  private final Database database;
  private final Journal journal;
  private final RoutesByKind routes;
  private final InstantSource time;
  private final Supplier<String> ids;

  public Approvals(
      Database database,
      Journal journal,
      RoutesByKind routes,
      InstantSource time,
      Supplier<String> ids) {
    this.database = database;
    this.journal = journal;
    this.routes = routes;
    this.time = time;
    this.ids = ids;
  }

  /** Lets promotions of an asset need so many approvals; 0 lets them need none. */
  void protect(String kind, String asset, int approvals, String actor) {
    if (routes.of(kind).assets().find(asset).isEmpty()) {
      throw routes.of(kind).assets().missing(asset);
    }
    database.change(handle -> {
      ApprovalStore.protect(handle, kind, asset, approvals);
      ObjectNode detail = Json.object().put("approvals", approvals);
      journal.append(handle, "protection.changed", kind, asset, actor, detail);
    });
  }

  Map<String, Integer> protections(String kind) {
    return database.read(handle -> ApprovalStore.protections(handle, kind));
  }

  int needed(String kind, String asset) {
    return database.read(handle -> Protection.needed(handle, kind, asset));
  }

  /**
   * Asks for a promotion.
   *
   * @param id what its sender calls it, null for an id of ours; the same request under the same id
   *     is there once
   */
  Approval request(
      @Nullable String id, String kind, String asset, Semver version, String reason, String actor) {
    if (!routes.exists(kind, asset, version)) {
      throw routes.of(kind).assets().missing(asset, version);
    }
    Approval approval =
        new Approval(
            id == null ? ids.get() : id,
            kind,
            asset,
            version,
            Status.PENDING,
            reason,
            actor,
            now(),
            null,
            List.of());
    database.change(handle -> {
      if (Protection.needed(handle, kind, asset) == 0) {
        throw Failure.conflict(
            asset + " is not protected, so nobody has to agree",
            "put the version into production with POST /api/%s/%s/versions/%s/stage"
                .formatted(routes.of(kind).assets().plural(), asset, version));
      }
      if (ApprovalStore.insert(handle, approval)) {
        journal(handle, "approval.requested", approval, reason, actor);
      }
    });
    Approval known = find(approval.id());
    if (!known.isSameRequest(approval)) {
      throw new Failure(
          ErrorCode.EXISTS,
          "the request %s is there already and asks for %s %s"
              .formatted(known.id(), known.asset(), known.version()),
          "choose another id, or leave it out");
    }
    return known;
  }

  /** Votes; the last approval that is needed promotes. */
  Approval vote(String id, boolean approves, String comment, String actor) {
    Approval before =
        database.read(handle -> ApprovalStore.find(handle, id)).orElseThrow(() -> missing(id));
    database.change(handle -> {
      Approval approval = ApprovalStore.lock(handle, id).orElseThrow(() -> missing(id));
      int needed = Protection.needed(handle, approval.kind(), approval.asset());
      Vote vote = new Vote(actor, approves, comment, now());
      Status status = ApprovalPolicy.after(approval, vote, needed);
      ApprovalStore.vote(handle, id, vote);
      if (status != Status.PENDING) {
        ApprovalStore.decide(handle, id, status, now());
      }
      if (status == Status.APPROVED) {
        promote(handle, approval, actor);
      }
      String type = approves ? "approval.approved" : "approval.rejected";
      journal(handle, type, approval, comment, actor);
    });
    routes.of(before.kind()).publish(before.asset());
    return find(id);
  }

  /** Takes back a request, for whoever made it. */
  Approval withdraw(String id, String comment, String actor) {
    database.change(handle -> {
      Approval approval = ApprovalStore.lock(handle, id).orElseThrow(() -> missing(id));
      ApprovalPolicy.checkWithdrawal(approval, actor, now());
      ApprovalStore.decide(handle, id, Status.WITHDRAWN, now());
      journal(handle, "approval.withdrawn", approval, comment, actor);
    });
    return find(id);
  }

  private void promote(Handle handle, Approval approval, String last) {
    List<String> approvers = new ArrayList<>();
    approval.votes().stream().filter(Vote::approves).map(Vote::voter).forEach(approvers::add);
    approvers.add(last);
    ObjectNode evidence = Json.object().put("approval", approval.id());
    evidence.set("approved_by", Json.array(approvers));
    var _ =
        routes
            .of(approval.kind())
            .promoteApproved(
                handle,
                approval.asset(),
                approval.version(),
                approval.reason(),
                evidence,
                approval.requestedBy());
  }

  Approval find(String id) {
    return database
        .read(handle -> ApprovalStore.find(handle, id))
        .map(this::shown)
        .orElseThrow(() -> missing(id));
  }

  Page<Approval> list(
      String kind, String asset, @Nullable Status status, int limit, @Nullable String after) {
    List<Approval> found =
        database.read(handle -> {
          Approval last =
              after == null
                  ? null
                  : ApprovalStore.find(handle, after).orElseThrow(() -> Page.badToken(after));
          List<Approval> matching = new ArrayList<>();
          List<Approval> batch;
          do {
            batch = ApprovalStore.list(handle, kind, asset, last, limit + 1);
            batch.stream()
                .map(this::shown)
                .filter(one -> status == null || one.status() == status)
                .forEach(matching::add);
            last = batch.isEmpty() ? last : batch.getLast();
          } while (batch.size() > limit && matching.size() <= limit);
          return matching.subList(0, Math.min(matching.size(), limit + 1));
        });
    return Page.cut(found, limit, Approval::id);
  }

  private Approval shown(Approval approval) {
    return new Approval(
        approval.id(),
        approval.kind(),
        approval.asset(),
        approval.version(),
        ApprovalPolicy.status(approval, now()),
        approval.reason(),
        approval.requestedBy(),
        approval.requestedAt(),
        approval.decidedAt(),
        approval.votes());
  }

  private static Failure missing(String id) {
    return Failure.missing(
        "there is no request " + Problem.shorten(id), "list them with GET /api/approvals");
  }

  private void journal(Handle handle, String type, Approval approval, String words, String actor) {
    ObjectNode detail =
        Json.object()
            .put("approval", approval.id())
            .put("version", approval.version().toString())
            .put("requested_by", approval.requestedBy())
            .put("reason", words.isEmpty() ? null : words);
    journal.append(handle, type, approval.kind(), approval.asset(), actor, detail);
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
