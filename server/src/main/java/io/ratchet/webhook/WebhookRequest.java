// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Refusals;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request wants a webhook to be; null means that it does not say.
 *
 * @param events empty where it does not say
 */
record WebhookRequest(
    @Nullable String name,
    @Nullable String description,
    @Nullable String url,
    List<Event> events,
    @Nullable String secret,
    Webhook.@Nullable Status status) {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  WebhookRequest {
    events = List.copyOf(events);
  }

  static WebhookRequest read(Arguments arguments) {
    return new WebhookRequest(
        name(arguments),
        text(arguments, "description", WebhookLimits.DESCRIPTION),
        arguments.find("url").orElse(null),
        events(arguments),
        secret(arguments),
        status(arguments.raw("status")));
  }

  /** As {@link #read}, for a new one: what it cannot do without must be there. */
  static WebhookRequest readNew(Arguments arguments) {
    var _ = arguments.required("name");
    var _ = arguments.required("url");
    if (arguments.objects("events").isEmpty()) {
      throw Refusals.absent("events");
    }
    return read(arguments);
  }

  private static @Nullable String name(Arguments arguments) {
    String name = arguments.text("name");
    if (name != null && !NAME.matcher(name).matches()) {
      throw Refusals.invalid(
          "Webhook name '%s' is invalid. It must start and end with a letter or digit, be less than"
                  .formatted(Problem.shorten(name))
              + " 63 characters long, and contain only letters, digits, dots (.), underscores (_),"
              + " and hyphens (-).");
    }
    return name;
  }

  private static @Nullable String secret(Arguments arguments) {
    String secret = arguments.find("secret").orElse(null);
    if (secret != null && (secret.length() > WebhookLimits.SECRET || !WellFormed.is(secret))) {
      throw Refusals.unfit(
          "secret", "***", "It must be at most " + WebhookLimits.SECRET + " characters of text");
    }
    return secret;
  }

  private static @Nullable String text(Arguments arguments, String field, int most) {
    String text = arguments.text(field);
    if (text != null && (text.length() > most || !WellFormed.is(text))) {
      throw Refusals.unfit(
          field,
          WellFormed.is(text) ? text : "with half a surrogate pair",
          "It must be at most " + most + " characters of text");
    }
    return text;
  }

  private static List<Event> events(Arguments arguments) {
    List<Arguments> events = arguments.objects("events");
    if (events.size() > WebhookLimits.EVENTS) {
      throw Refusals.unfit(
          "events",
          "[...]",
          "There must be at most %d, got %d".formatted(WebhookLimits.EVENTS, events.size()));
    }
    return events.stream().map(Event::read).distinct().toList();
  }

  private static Webhook.@Nullable Status status(@Nullable JsonNode status) {
    if (status == null) {
      return null;
    }
    String text = status.isNumber() ? status.toString() : status.asString("");
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "ACTIVE", "1" -> Webhook.Status.ACTIVE;
      case "DISABLED", "2" -> Webhook.Status.DISABLED;
      case String _ ->
          throw Refusals.unfit("status", status.toString(), "It must be ACTIVE or DISABLED");
    };
  }
}
