// SPDX-License-Identifier: Apache-2.0
package io.ratchet.approval;

import io.ratchet.approval.Approval.Status;
import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.registry.Models;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Protections, requests and votes by HTTP. */
public final class ApprovalsApi {
  private static final int PAGE = 100;
  private static final int PAGE_LIMIT = 1_000;
  private static final int WORDS = 2_000;
  private static final int NAME = 256;
  private static final int APPROVALS = 10;
  private static final int ID = 128;
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Approvals approvals;

  public ApprovalsApi(Approvals approvals) {
    this.approvals = approvals;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/protections", Access.VIEWER, this::protections),
        Route.put("/api/protections/{kind}/{asset}", Access.ADMIN, this::protect),
        Route.get("/api/approvals", Access.VIEWER, this::list),
        Route.post("/api/approvals", Access.OPERATOR, this::request),
        Route.get("/api/approvals/{id}", Access.VIEWER, this::one),
        Route.post("/api/approvals/{id}/approve", Access.OPERATOR, r -> vote(r, true)),
        Route.post("/api/approvals/{id}/reject", Access.OPERATOR, r -> vote(r, false)),
        Route.post("/api/approvals/{id}/withdraw", Access.OPERATOR, this::withdraw));
  }

  private static String kind(String text) {
    if (!text.equals(Prompts.KIND) && !text.equals(Models.KIND)) {
      throw Failure.invalid("no kind of asset: " + Problem.shorten(text), "send prompt or model");
    }
    return text;
  }

  private Answer protections(Request request) {
    ArrayNode array = Json.array();
    for (String kind : List.of(Prompts.KIND, Models.KIND)) {
      approvals
          .protections(kind)
          .forEach((asset, needed) -> array.add(protection(kind, asset, needed)));
    }
    return Answer.json(Json.object().set("protections", array));
  }

  private static ObjectNode protection(String kind, String asset, int needed) {
    return Json.object().put("kind", kind).put("asset", asset).put("approvals", needed);
  }

  private Answer protect(Request request) {
    String kind = kind(request.parameter("kind"));
    String asset = request.parameter("asset");
    Fields fields = request.fields();
    Long needed = fields.integer("approvals", 0, APPROVALS);
    if (needed == null) {
      fields.problem("approvals", "is required", null);
    }
    fields.finish();
    int approvalsNeeded = needed == null ? 0 : needed.intValue();
    approvals.protect(kind, asset, approvalsNeeded, request.caller().name());
    return Answer.json(protection(kind, asset, approvalsNeeded));
  }

  private Answer request(Request request) {
    Fields fields = request.fields();
    String id = fields.text("id", ID);
    if (id != null && !WORD.matcher(id).matches()) {
      fields.problem("id", "must be letters, digits, dots, - and _, a letter or digit first", id);
    }
    String kind = fields.requiredText("kind", NAME);
    String asset = fields.requiredText("asset", NAME);
    String version = fields.requiredText("version", Semver.MAX_LENGTH);
    String reason = fields.text("reason", WORDS);
    fields.finish();
    Approval approval =
        approvals.request(
            id,
            kind(kind),
            asset,
            Semver.parse(version),
            reason == null ? "" : reason,
            request.caller().name());
    return Answer.json(201, shown(approval));
  }

  private ObjectNode shown(Approval approval) {
    return approval.json(approvals.needed(approval.kind(), approval.asset()));
  }

  private Answer one(Request request) {
    return Answer.json(shown(approvals.find(request.parameter("id"))));
  }

  private Answer vote(Request request, boolean approves) {
    String actor = request.caller().name();
    return Answer.json(
        shown(approvals.vote(request.parameter("id"), approves, comment(request), actor)));
  }

  private Answer withdraw(Request request) {
    String actor = request.caller().name();
    return Answer.json(shown(approvals.withdraw(request.parameter("id"), comment(request), actor)));
  }

  private static String comment(Request request) {
    Fields fields = Fields.of(request.values());
    String comment = fields.text("comment", WORDS);
    fields.finish();
    return comment == null ? "" : comment;
  }

  private Answer list(Request request) {
    String kind = request.query("kind").map(ApprovalsApi::kind).orElse("");
    String asset = request.query("asset").orElse("");
    Status status = request.query("status").map(ApprovalsApi::status).orElse(null);
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    @Nullable String after = request.query("page_token").map(Page::key).orElse(null);
    Page<Approval> page = approvals.list(kind, asset, status, limit, after);
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("approvals");
    page.items().forEach(approval -> array.add(shown(approval)));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private static Status status(String text) {
    for (Status status : Status.values()) {
      if (status.label().equals(text.toLowerCase(Locale.ROOT))) {
        return status;
      }
    }
    throw Failure.invalid(
        "no such status: " + Problem.shorten(text),
        "use pending, approved, rejected, withdrawn or expired");
  }
}
