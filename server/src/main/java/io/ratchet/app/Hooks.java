// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.config.Config;
import io.ratchet.config.WebhooksConfig;
import io.ratchet.http.ApacheOutbound;
import io.ratchet.http.OutboundConfig;
import io.ratchet.http.Route;
import io.ratchet.journal.Entry;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Message;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import io.ratchet.storage.Database;
import io.ratchet.webhook.Secrets;
import io.ratchet.webhook.WebhookLimits;
import io.ratchet.webhook.Webhooks;
import io.ratchet.webhook.WebhooksApi;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Wires what tells others of changes. */
final class Hooks {
  /** The key of webhook secrets in the data directory. */
  static final String KEY_FILE = "webhooks.key";

  private static final Duration PACE = Duration.ofMillis(500);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Prompts prompts;
  private final Webhooks webhooks;

  Hooks(
      Config config,
      Platform platform,
      Database database,
      Journal journal,
      Library library,
      Ids ids,
      Consumer<AutoCloseable> keep) {
    this.prompts = library.prompts();
    WebhooksConfig settings = config.webhooks();
    boolean allowPrivate = settings.allowsPrivate(config.server());
    ApacheOutbound outbound =
        new ApacheOutbound(
            OutboundConfig.of(CONNECT, settings.timeout(), settings.maxConcurrent()),
            address -> allowPrivate || Webhooks.isPublic(address));
    keep.accept(outbound);
    this.webhooks =
        new Webhooks(
            database,
            journal,
            this::complete,
            outbound,
            new Secrets(
                settings.key() == null ? null : settings.key().value(),
                config.data().directory().resolve(KEY_FILE),
                platform.secrets()),
            new WebhookLimits(
                allowPrivate,
                settings.timeout(),
                settings.maxAttempts(),
                settings.firstRetry(),
                settings.longestRetry(),
                settings.retention(),
                settings.maxConcurrent()),
            platform.time(),
            platform.chance(),
            ids);
    keep.accept(webhooks);
    keep.accept(platform.timer().every(PACE, "webhooks", webhooks::turn));
  }

  /** The template of a prompt, which the journal does not repeat. */
  private void complete(Entry entry, ObjectNode data) {
    boolean wanted =
        entry.kind().equals(Prompts.KIND)
            && entry.type().equals("version.registered")
            && data.path("template").isNull();
    if (wanted) {
      Semver.find(entry.detail().path("version").asString(""))
          .flatMap(version -> prompts.version(entry.asset(), version))
          .ifPresent(found -> fill(data, found.version()));
    }
  }

  private static void fill(ObjectNode data, PromptVersion version) {
    data.put("template", template(version.messages()));
    @Nullable String description = version.description();
    if (data.path("description").isNull() && description != null) {
      data.put("description", description);
    }
  }

  /** The text of a prompt of one user message, else the messages as JSON, as MLflow has them. */
  private static String template(List<Message> messages) {
    if (messages.size() == 1) {
      return messages.getFirst().template().text();
    }
    ArrayNode array = Json.array();
    for (Message message : messages) {
      array
          .addObject()
          .put("role", message.role().label())
          .put("content", message.template().text());
    }
    return Json.text(array);
  }

  List<Route> routes() {
    return new WebhooksApi(webhooks).routes();
  }
}
