// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Json;
import io.ratchet.catalog.Listing.Numbered;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import io.ratchet.registry.Models;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Stage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;

/** Registered models: names with descriptions, tags and aliases, whether models or prompts. */
final class RegisteredModelsApi {
  private static final String PATH = "/2.0/mlflow/registered-models/";
  private static final int DESCRIPTION_LENGTH = 5_000;
  private static final int REASON_LENGTH = 2_000;

  private final Catalog catalog;
  private final Stages stages;
  private final Renaming renaming;
  private final Searching searching;
  private final CatalogJson json;

  RegisteredModelsApi(
      Catalog catalog, Stages stages, Renaming renaming, Searching searching, CatalogJson json) {
    this.catalog = catalog;
    this.stages = stages;
    this.renaming = renaming;
    this.searching = searching;
    this.json = json;
  }

  List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.post(PATH + "create", this::create),
            Endpoint.get(PATH + "get", this::get),
            Endpoint.patch(PATH + "update", this::update),
            Endpoint.post(PATH + "rename", this::rename),
            Endpoint.delete(PATH + "delete", this::delete),
            Endpoint.get(PATH + "search", this::search),
            Endpoint.get(PATH + "get-latest-versions", this::latest),
            Endpoint.search(PATH + "get-latest-versions", this::latest),
            Endpoint.post(PATH + "set-tag", this::setTag),
            Endpoint.delete(PATH + "delete-tag", this::deleteTag),
            Endpoint.post(PATH + "alias", this::setAlias),
            Endpoint.delete(PATH + "alias", this::deleteAlias),
            Endpoint.get(PATH + "alias", this::byAlias)));
  }

  private Answer model(Listing listing) {
    return Answer.json(Json.object().set("registered_model", json.model(listing)));
  }

  private Answer create(Request request) {
    Arguments in = Arguments.of(request);
    String name = in.required("name");
    NamePolicy.checkName(name);
    Map<String, String> tags = tags(in);
    String description = description(in);
    String kind = "true".equals(tags.get(PromptTags.IS_PROMPT)) ? Prompts.KIND : Models.KIND;
    return model(
        catalog.create(request.project(), kind, name, description, tags, request.caller().name()));
  }

  static Map<String, String> tags(Arguments in) {
    Map<String, String> tags = new TreeMap<>();
    for (Arguments tag : in.objects("tags")) {
      tags.put(tag.required("key"), tag.find("value").orElse(""));
    }
    NamePolicy.checkTags(tags);
    return tags;
  }

  static String description(Arguments in) {
    String description = in.find("description").orElse("");
    if (description.length() > DESCRIPTION_LENGTH) {
      throw Refusals.invalid(
          "'description' exceeds the maximum length of " + DESCRIPTION_LENGTH + " characters");
    }
    return description;
  }

  private Listing named(Request request, Arguments in) {
    return catalog.get(request.project(), in.required("name"));
  }

  private Answer get(Request request) {
    return model(named(request, Arguments.of(request)));
  }

  private Answer update(Request request) {
    Arguments in = Arguments.of(request);
    String description = description(in);
    Listing listing =
        catalog.change(
            named(request, in),
            present -> with(present, description, present.tags()),
            Catalog.Entry.of("asset.updated"),
            request.caller().name());
    return model(listing);
  }

  private static Listing with(Listing listing, String description, Map<String, String> tags) {
    return new Listing(
        listing.kind(),
        listing.name(),
        listing.project(),
        description,
        tags,
        listing.createdAt(),
        listing.updatedAt(),
        listing.versions());
  }

  private Answer rename(Request request) {
    Arguments in = Arguments.of(request);
    Listing listing = named(request, in);
    String name = in.required("new_name");
    NamePolicy.checkName(name);
    renaming.rename(listing, name, request.caller().name());
    return model(catalog.get(listing.project(), name));
  }

  private Answer delete(Request request) {
    catalog.delete(named(request, Arguments.of(request)), request.caller().name());
    return Answer.json(Json.object());
  }

  private Answer search(Request request) {
    return Answer.json(searching.models(request.project(), Arguments.of(request)));
  }

  private Answer latest(Request request) {
    Arguments in = Arguments.of(request);
    Listing listing = named(request, in);
    List<Stage> wanted = in.texts("stages").stream().map(Stages::named).toList();
    ArrayNode versions = Json.array();
    for (Numbered version : stages.latest(listing)) {
      if (wanted.isEmpty() || wanted.contains(stages.of(listing, version))) {
        versions.add(json.version(listing, version));
      }
    }
    return Answer.json(
        versions.isEmpty() ? Json.object() : Json.object().set("model_versions", versions));
  }

  private Answer setTag(Request request) {
    Arguments in = Arguments.of(request);
    Listing listing = named(request, in);
    String key = in.required("key");
    String value = in.find("value").orElse("");
    NamePolicy.checkTag(key, value);
    var _ =
        catalog.change(
            listing,
            present ->
                with(present, present.description(), NamePolicy.with(present.tags(), key, value)),
            new Catalog.Entry("asset.tagged", Json.object().put("key", key).put("value", value)),
            request.caller().name());
    return Answer.json(Json.object());
  }

  private Answer deleteTag(Request request) {
    Arguments in = Arguments.of(request);
    Listing listing = named(request, in);
    String key = in.required("key");
    if (listing.tags().containsKey(key)) {
      var _ =
          catalog.change(
              listing,
              present ->
                  with(present, present.description(), NamePolicy.without(present.tags(), key)),
              new Catalog.Entry("asset.untagged", Json.object().put("key", key)),
              request.caller().name());
    }
    return Answer.json(Json.object());
  }

  private Answer setAlias(Request request) {
    Arguments in = Arguments.of(request);
    Listing listing = named(request, in);
    String alias = in.required("alias");
    NamePolicy.checkAlias(alias);
    Numbered version = catalog.version(listing, in.required("version"));
    stages.set(listing, alias, version, reason(in), request.caller().name());
    return Answer.json(Json.object());
  }

  private Answer deleteAlias(Request request) {
    Arguments in = Arguments.of(request);
    Listing listing = named(request, in);
    stages.remove(listing, in.required("alias"), reason(in), request.caller().name());
    return Answer.json(Json.object());
  }

  /** Why: a field that MLflow's clients do not send. */
  private static String reason(Arguments in) {
    String reason = in.find("reason").orElse("");
    if (reason.length() > REASON_LENGTH) {
      throw Refusals.invalid(
          "'reason' exceeds the maximum length of " + REASON_LENGTH + " characters");
    }
    return reason;
  }

  private Answer byAlias(Request request) {
    Arguments in = Arguments.of(request);
    Listing listing = named(request, in);
    Numbered version = stages.find(listing, in.required("alias"));
    return Answer.json(Json.object().set("model_version", json.whole(listing, version)));
  }
}
