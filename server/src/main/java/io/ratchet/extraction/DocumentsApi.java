// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents by HTTP: added, listed, shown, given their gold, deleted. */
public final class DocumentsApi {
  static final int PAGE = 50;
  static final int PAGE_LIMIT = 1_000;
  private static final int CREATED = 201;
  private static final int KNOWN = 200;

  private final Documents documents;
  private final Results results;
  private final DocumentReader reader;

  public DocumentsApi(Documents documents, Results results, ExtractionConfig config) {
    this.documents = documents;
    this.results = results;
    this.reader = new DocumentReader(config);
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/documents", Access.OPERATOR, this::add),
        Route.get("/api/documents", Access.VIEWER, this::list),
        Route.get("/api/documents/{id}", Access.VIEWER, this::show),
        Route.delete("/api/documents/{id}", Access.OPERATOR, this::delete),
        Route.put("/api/documents/{id}/gold", Access.OPERATOR, this::setGold));
  }

  private Answer add(Request request) {
    Documents.Added added = documents.add(reader.read(request), request.caller().name());
    return Answer.json(added.isNew() ? CREATED : KNOWN, whole(added.document()));
  }

  private Answer list(Request request) {
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    Page<Document.Brief> page = documents.list(limit, request.query("page_token").orElse(null));
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("documents");
    page.items().forEach(document -> array.add(brief(document)));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private Answer show(Request request) {
    return Answer.json(whole(documents.get(request.parameter("id"))));
  }

  private Answer setGold(Request request) {
    ObjectNode gold = reader.gold(request);
    return Answer.json(whole(results.setGold(request.parameter("id"), gold)));
  }

  private Answer delete(Request request) {
    String id = request.parameter("id");
    documents.delete(id);
    return Answer.json(Json.object().put("id", id).put("deleted", true));
  }

  private static ObjectNode brief(Document.Brief document) {
    ObjectNode json =
        Json.object()
            .put("id", document.id())
            .put("name", document.name())
            .put("characters", document.characters())
            .put("sha256", document.sha256())
            .put("has_gold", document.hasGold());
    json.set("metadata", document.metadata());
    return json.put("created_at", document.createdAt().toString())
        .put("created_by", document.createdBy());
  }

  private static ObjectNode whole(Document document) {
    ObjectNode json = brief(document.brief()).put("text", document.text());
    json.set("gold", document.gold());
    return json;
  }
}
