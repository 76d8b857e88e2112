// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.base.Json;
import io.ratchet.journal.Entry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says which event an entry of the journal is, and what MLflow's receivers expect to be told. */
final class EventPolicy {
  private static final String PROMPT = "prompt";
  private static final String MODEL = "model";

  private EventPolicy() {}

  /**
   * What is told.
   *
   * @param data in the words of MLflow's payloads
   */
  record Told(Event event, ObjectNode data) {}

  /** The event of an entry; empty where it is of no concern to others. */
  static Optional<Told> told(Entry entry) {
    boolean prompt = entry.kind().equals(PROMPT);
    if (!prompt && !entry.kind().equals(MODEL)) {
      return Optional.empty();
    }
    Event event = event(entry, prompt);
    return event == null ? Optional.empty() : Optional.of(new Told(event, data(event, entry)));
  }

  private static @Nullable Event event(Entry entry, boolean prompt) {
    Entity asset = prompt ? Entity.PROMPT : Entity.REGISTERED_MODEL;
    Entity assetTag = prompt ? Entity.PROMPT_TAG : Entity.REGISTERED_MODEL_TAG;
    Entity version = prompt ? Entity.PROMPT_VERSION : Entity.MODEL_VERSION;
    Entity versionTag = prompt ? Entity.PROMPT_VERSION_TAG : Entity.MODEL_VERSION_TAG;
    Entity alias = prompt ? Entity.PROMPT_ALIAS : Entity.MODEL_VERSION_ALIAS;
    return switch (entry.type()) {
      case "asset.created" -> new Event(asset, Action.CREATED);
      case "asset.updated", "asset.renamed" -> new Event(asset, Action.UPDATED);
      case "asset.deleted" -> new Event(asset, Action.DELETED);
      case "asset.tagged" -> new Event(assetTag, Action.SET);
      case "asset.untagged" -> new Event(assetTag, Action.DELETED);
      case "version.registered" ->
          new Event(version, entry.detail().has("replaces") ? Action.UPDATED : Action.CREATED);
      case "version.annotated" -> new Event(version, Action.UPDATED);
      case "version.deleted" -> new Event(version, Action.DELETED);
      case "version.staged" -> new Event(version, Action.STAGE_CHANGED);
      case "version.tagged" -> new Event(versionTag, Action.SET);
      case "version.untagged" -> new Event(versionTag, Action.DELETED);
      case "alias.set" -> new Event(alias, Action.CREATED);
      case "alias.removed" -> new Event(alias, Action.DELETED);
      case String type when type.startsWith("route.") -> new Event(Entity.ROUTE, Action.CHANGED);
      case String _ -> null;
    };
  }

  /** What is told of an event, out of what the journal says. */
  static ObjectNode data(Event event, Entry entry) {
    ObjectNode detail = entry.detail();
    ObjectNode data = Json.object().put("name", entry.asset());
    return switch (event.entity()) {
      case REGISTERED_MODEL, PROMPT -> described(data, detail);
      case REGISTERED_MODEL_TAG, PROMPT_TAG -> tag(data, event, detail);
      case MODEL_VERSION_TAG, PROMPT_VERSION_TAG -> tag(version(data, detail), event, detail);
      case MODEL_VERSION_ALIAS, PROMPT_ALIAS -> alias(data, event, detail);
      case MODEL_VERSION, PROMPT_VERSION -> version(event, data, detail);
      case ROUTE -> route(data, entry);
      case BUDGET_POLICY -> data;
    };
  }

  private static ObjectNode version(Event event, ObjectNode data, ObjectNode detail) {
    version(data, detail);
    return switch (event.action()) {
      case CREATED -> {
        if (event.entity() == Entity.MODEL_VERSION) {
          copy(detail, data, "source");
          copy(detail, data, "run_id");
        } else {
          copy(detail, data, "template");
        }
        yield described(data, detail);
      }
      case UPDATED -> described(data, detail);
      case STAGE_CHANGED -> {
        copy(detail, data, "from");
        copy(detail, data, "to");
        copy(detail, data, "reason");
        yield data;
      }
      case DELETED, SET, EXCEEDED, CHANGED -> data;
    };
  }

  private static ObjectNode described(ObjectNode data, ObjectNode detail) {
    JsonNode tags = detail.path("tags");
    data.set("tags", tags.isObject() ? tags.deepCopy() : Json.object());
    copy(detail, data, "description");
    if (detail.has("new_name")) {
      copy(detail, data, "new_name");
    }
    return data;
  }

  private static ObjectNode tag(ObjectNode data, Event event, ObjectNode detail) {
    copy(detail, data, "key");
    if (event.action() == Action.SET) {
      copy(detail, data, "value");
    }
    return data;
  }

  private static ObjectNode alias(ObjectNode data, Event event, ObjectNode detail) {
    copy(detail, data, "alias");
    return event.action() == Action.CREATED ? version(data, detail) : data;
  }

  private static ObjectNode route(ObjectNode data, Entry entry) {
    data.put("kind", entry.kind()).put("change", entry.type());
    copy(entry.detail(), data, "revision");
    copy(entry.detail(), data, "versions");
    copy(entry.detail(), data, "default_version");
    copy(entry.detail(), data, "reason");
    return data;
  }

  /** MLflow's number of the version where it has one, as text, else the version itself. */
  private static ObjectNode version(ObjectNode data, ObjectNode detail) {
    JsonNode number = detail.path("number");
    JsonNode version = detail.path("version");
    String text = number.isNumber() ? number.toString() : number.asString("");
    return data.put("version", text.isEmpty() ? version.asString("") : text);
  }

  private static void copy(ObjectNode from, ObjectNode to, String field) {
    JsonNode value = from.path(field);
    to.set(field, value.isMissingNode() ? Json.object().nullNode() : value.deepCopy());
  }
}
