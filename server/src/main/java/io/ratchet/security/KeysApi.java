// SPDX-License-Identifier: Apache-2.0
package io.ratchet.security;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Project;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** API keys by HTTP. */
public final class KeysApi {
  private static final int NAME_LENGTH = 64;

  private final Keys keys;

  public KeysApi(Keys keys) {
    this.keys = keys;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/keys", Access.ADMIN, this::list),
        Route.post("/api/keys", Access.ADMIN, this::create),
        Route.delete("/api/keys/{key}", Access.ADMIN, this::revoke));
  }

  private Answer list(Request request) {
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("keys");
    keys.list().forEach(key -> array.add(key.json()));
    return Answer.json(body.putNull("next_page_token"));
  }

  private Answer create(Request request) {
    Fields fields = request.fields();
    String name = fields.requiredText("name", NAME_LENGTH);
    Access role = fields.choice("role", Access.class);
    String project = fields.text("project", NAME_LENGTH);
    fields.finish();
    Keys.Created created =
        keys.create(
            name,
            role == null ? Access.VIEWER : role,
            project == null ? null : new Project(project),
            request.caller().name());
    return Answer.json(201, created.key().json().put("key", created.secret()));
  }

  private Answer revoke(Request request) {
    return Answer.json(keys.revoke(request.parameter("key"), request.caller().name()).json());
  }
}
