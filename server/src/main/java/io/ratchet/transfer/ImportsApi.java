// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Project;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Imports are started, followed and cancelled by HTTP, by administrators alone. */
public final class ImportsApi {
  private static final int ACCEPTED = 202;
  private static final int PAGE = 50;
  private static final int PAGE_LIMIT = 1_000;
  private static final int LONGEST_WAIT = 30;
  private static final int ID_LENGTH = 128;
  private static final int ADDRESS_LENGTH = 4_096;

  private final Imports imports;

  public ImportsApi(Imports imports) {
    this.imports = imports;
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/imports", Access.ADMIN, this::start),
        Route.get("/api/imports", Access.ADMIN, this::list),
        Route.get("/api/imports/{id}", Access.ADMIN, this::show),
        Route.post("/api/imports/{id}/cancel", Access.ADMIN, this::cancel));
  }

  private Answer start(Request request) {
    Fields in = request.fields();
    String id = in.text("id", ID_LENGTH);
    String from = in.requiredText("from", ADDRESS_LENGTH);
    String artifacts = in.text("artifacts", ADDRESS_LENGTH);
    String token = in.text("token", ADDRESS_LENGTH);
    String project = in.text("project", 63);
    boolean dryRun = in.flag("dry_run", false);
    boolean resume = in.flag("resume", false);
    in.finish();
    Wanted wanted =
        new Wanted(
            id == null || id.isBlank() ? null : id,
            Origin.parse(from),
            token,
            artifacts,
            new Project(Objects.requireNonNullElse(project, Project.DEFAULT.name())),
            dryRun,
            resume);
    Import one = imports.start(wanted, request.caller().name());
    return Answer.json(ACCEPTED, json(one)).withHeader("location", "/api/imports/" + one.id());
  }

  private Answer list(Request request) {
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("imports");
    imports.list(request.query("limit", PAGE, 1, PAGE_LIMIT)).forEach(one -> array.add(json(one)));
    return Answer.json(body);
  }

  private Answer show(Request request) {
    int wait = request.query("wait", 0, 0, LONGEST_WAIT);
    return Answer.json(json(imports.await(request.parameter("id"), Duration.ofSeconds(wait))));
  }

  private Answer cancel(Request request) {
    return Answer.json(json(imports.cancel(request.parameter("id"), request.caller().name())));
  }

  private static ObjectNode json(Import one) {
    ObjectNode json =
        Json.object()
            .put("import_id", one.id())
            .put("from", one.plan().from())
            .put("artifacts", one.plan().artifacts().isEmpty() ? null : one.plan().artifacts())
            .put("project", one.plan().project().name())
            .put("dry_run", one.plan().dryRun())
            .put("status", one.status().name())
            .put("step", one.step().name().toLowerCase(Locale.ROOT))
            .put("fault", one.fault().isEmpty() ? null : one.fault());
    json.setAll(one.tally().json());
    json.set("verification", one.verification());
    return json.put("created_by", one.createdBy())
        .put("created_at", one.createdAt().toString())
        .put("updated_at", one.updatedAt().toString())
        .put("ended_at", one.endedAt() == null ? null : one.endedAt().toString());
  }
}
