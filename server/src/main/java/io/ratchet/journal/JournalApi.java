// SPDX-License-Identifier: Apache-2.0
package io.ratchet.journal;

import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The journal by HTTP: {@code GET /api/journal}. */
public final class JournalApi {
  private static final int PAGE = 100;
  private static final int PAGE_LIMIT = 1000;

  private final Journal journal;

  public JournalApi(Journal journal) {
    this.journal = journal;
  }

  public List<Route> routes() {
    return List.of(Route.get("/api/journal", Access.VIEWER, this::list));
  }

  private Answer list(Request request) {
    Journal.Filter filter =
        new Journal.Filter(
            request.query("kind").orElse(null),
            request.query("asset").orElse(null),
            request.query("type").map(Set::of).orElse(Set.of()),
            request.instant("from").orElse(null),
            request.instant("to").orElse(null));
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    Page<Entry> page = journal.list(filter, limit, request.query("page_token").orElse(null));
    ObjectNode body = Json.object();
    ArrayNode entries = body.putArray("entries");
    page.items().forEach(entry -> entries.add(entry.json()));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }
}
