// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import io.ratchet.base.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Follows the newest calls. Each turn reads pages from the newest backwards until one holds nothing
 * new, so that a burst between two turns is shown whole and a call that ended late is not missed.
 */
final class CallTail {
  private static final int PAGE = 100;
  private static final int PAGES_LIMIT = 100;
  private static final int REMEMBERED = PAGE * PAGES_LIMIT;

  private final Connection connection;
  private final Map<String, @Nullable Object> filter;
  private final ServerOptions server;
  private final Set<String> seen = new LinkedHashSet<>();

  /** Calls up to here belong to the time before. */
  private Instant floor = Instant.MIN;

  CallTail(Connection connection, Map<String, @Nullable Object> filter, ServerOptions server) {
    this.connection = connection;
    this.filter = filter;
    this.server = server;
  }

  /** Shows calls until the reader of the output leaves or this thread is interrupted. */
  void follow(int earlier, Duration between, Pause pause) {
    List<JsonNode> first = new ArrayList<>();
    JsonNode page = page(null);
    page.path("calls").forEach(first::add);
    first.forEach(call -> seen.add(id(call)));
    if (!page.path("next_page_token").asString("").isEmpty()) {
      floor = time(first.getLast());
    }
    show(first.subList(0, Math.min(Math.max(0, earlier), first.size())));
    try {
      while (!server.terminal().isClosed()) {
        pause.sleep(between);
        show(unseen());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<JsonNode> unseen() {
    List<JsonNode> calls = new ArrayList<>();
    String token = null;
    for (int i = 0; i < PAGES_LIMIT; i++) {
      JsonNode page = page(token);
      int known = calls.size();
      for (JsonNode call : page.path("calls")) {
        if (time(call).isAfter(floor) && seen.add(id(call))) {
          calls.add(call);
        }
      }
      token = page.path("next_page_token").asString("");
      if (calls.size() == known || token.isEmpty()) {
        break;
      }
    }
    forget();
    return calls;
  }

  private void forget() {
    var oldest = seen.iterator();
    for (int i = seen.size(); i > REMEMBERED; i--) {
      oldest.next();
      oldest.remove();
    }
  }

  private JsonNode page(@Nullable String token) {
    Map<String, @Nullable Object> query = new LinkedHashMap<>(filter);
    query.put("limit", PAGE);
    query.put("page_token", token);
    return connection.get("/api/calls" + Connection.query(query));
  }

  private static String id(JsonNode call) {
    return call.path("id").asString("");
  }

  private static Instant time(JsonNode call) {
    return Instant.parse(call.path("time").asString(Instant.MAX.toString()));
  }

  private void show(List<JsonNode> newestFirst) {
    List<JsonNode> calls = new ArrayList<>(newestFirst);
    Collections.reverse(calls);
    for (JsonNode call : calls) {
      server.terminal().print(server.isJson() ? Json.text(call) : CallViews.line(call));
    }
  }
}
