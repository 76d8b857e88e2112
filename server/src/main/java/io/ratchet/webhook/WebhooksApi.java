// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Handler;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Webhooks on MLflow's wire, and what became of their deliveries on ours. They send what happens
 * here to others, so whoever changes them is an admin.
 */
public final class WebhooksApi {
  private static final String ALL = "/2.0/mlflow/webhooks";
  private static final String ONE = ALL + "/{webhook_id}";
  private static final String ID = "webhook_id";
  private static final int LISTED = 100;
  private static final int LISTED_LIMIT = 1_000;
  private static final int PAGE = 50;
  private static final int PAGE_LIMIT = 500;

  private final Webhooks webhooks;

  public WebhooksApi(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  public List<Route> routes() {
    List<Route> routes =
        new ArrayList<>(
            Endpoint.routes(
                List.of(
                    endpoint("POST", ALL, Access.ADMIN, this::create),
                    endpoint("GET", ALL, Access.OPERATOR, this::list),
                    endpoint("GET", ONE, Access.OPERATOR, this::find),
                    endpoint("PATCH", ONE, Access.ADMIN, this::update),
                    endpoint("DELETE", ONE, Access.ADMIN, this::delete),
                    endpoint("POST", ONE + "/test", Access.ADMIN, this::test))));
    routes.add(Route.get("/api/webhooks/{webhook}/deliveries", Access.OPERATOR, this::deliveries));
    routes.add(
        Route.post(
            "/api/webhooks/{webhook}/deliveries/{delivery}/retry", Access.ADMIN, this::retry));
    return routes;
  }

  private static Endpoint endpoint(String method, String path, Access access, Handler handler) {
    return new Endpoint(method, path, access, handler);
  }

  private Answer create(Request request) {
    WebhookRequest wanted = WebhookRequest.readNew(Arguments.of(request));
    return shown(webhooks.create(wanted, request.caller().name()));
  }

  private Answer list(Request request) {
    Arguments arguments = Arguments.of(request);
    Page<Webhook> page =
        webhooks.list(arguments.maxResults(LISTED, LISTED_LIMIT), arguments.pageKey());
    ObjectNode body = Json.object();
    if (!page.items().isEmpty()) {
      ArrayNode list = body.putArray("webhooks");
      page.items().forEach(webhook -> list.add(webhook.json()));
    }
    if (page.nextPageToken() != null) {
      body.put("next_page_token", page.nextPageToken());
    }
    return Answer.json(body);
  }

  private Answer find(Request request) {
    return shown(webhooks.find(request.parameter(ID)));
  }

  private Answer update(Request request) {
    WebhookRequest wanted = WebhookRequest.read(Arguments.of(request));
    return shown(webhooks.update(request.parameter(ID), wanted, request.caller().name()));
  }

  private Answer delete(Request request) {
    webhooks.delete(request.parameter(ID), request.caller().name());
    return Answer.json(Json.object());
  }

  private static Answer shown(Webhook webhook) {
    ObjectNode body = Json.object();
    body.set("webhook", webhook.json());
    return Answer.json(body);
  }

  private Answer test(Request request) {
    Arguments event = Arguments.of(request).object("event");
    Delivery.Last sent =
        webhooks.test(request.parameter(ID), event == null ? null : Event.read(event));
    ObjectNode body = Json.object();
    ObjectNode result = body.putObject("result").put("success", sent.error() == null);
    if (sent.status() != null) {
      result.put("response_status", sent.status()).put("response_body", sent.body());
    }
    if (sent.error() != null) {
      result.put("error_message", "Failed to test webhook: " + sent.error());
    }
    return Answer.json(body);
  }

  private Answer deliveries(Request request) {
    Delivery.Status status = request.query("status").map(WebhooksApi::status).orElse(null);
    Page<Delivery> page =
        webhooks.deliveries(
            request.parameter("webhook"),
            status,
            request.query("limit", PAGE, 1, PAGE_LIMIT),
            request.query("page_token").map(Page::key).orElse(null));
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("deliveries");
    page.items().forEach(delivery -> list.add(delivery.json()));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private static Delivery.@Nullable Status status(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "pending" -> Delivery.Status.PENDING;
      case "delivered" -> Delivery.Status.DELIVERED;
      case "dead" -> Delivery.Status.DEAD;
      case String _ ->
          throw Failure.invalid(
              "there is no status " + Problem.shorten(text), "send pending, delivered or dead");
    };
  }

  private Answer retry(Request request) {
    Delivery delivery =
        webhooks.retry(
            request.parameter("webhook"), request.parameter("delivery"), request.caller().name());
    return Answer.json(delivery.json());
  }
}
