// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/** Checks where a webhook wants to be told. */
final class Destination {
  private Destination() {}

  /**
   * The URL, where it may be sent to.
   *
   * @param allowPrivate whether any address will do, so that its name need not be known yet
   */
  static URI check(String url, boolean allowPrivate) {
    URI uri = parsed(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw Refusals.invalid(
          "Invalid webhook URL scheme: '%s'. Allowed schemes are: http, https."
              .formatted(Problem.shorten(scheme)));
    }
    String host = uri.getHost();
    if (host == null || host.isEmpty()) {
      throw Refusals.invalid("Webhook URL must include a hostname: '" + shown(url) + "'");
    }
    if (uri.getRawUserInfo() != null) {
      throw Refusals.invalid("Webhook URL must not hold a user or password; use the secret");
    }
    if (!allowPrivate) {
      requirePublic(host);
    }
    return uri;
  }

  private static URI parsed(String url) {
    if (url.isBlank()) {
      throw Refusals.invalid(
          "Webhook URL cannot be empty or just whitespace: '" + shown(url) + "'");
    }
    if (url.length() > WebhookLimits.URL) {
      throw Refusals.invalid(
          "Webhook URL must be at most %d characters long, got %d"
              .formatted(WebhookLimits.URL, url.length()));
    }
    try {
      URI uri = new URI(url);
      if (url.chars().anyMatch(c -> c > 0x7E)) {
        throw Refusals.invalid("Webhook URL must be of ASCII characters: '" + shown(url) + "'");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw Refusals.invalid(
          "Webhook URL is not one: '%s', at character %d".formatted(shown(url), e.getIndex()));
    }
  }

  private static void requirePublic(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!Addresses.isPublic(address)) {
          throw Refusals.invalid(
              "Webhook URL must not resolve to a non-public IP address. '%s' resolves to %s."
                  .formatted(shown(host), address.getHostAddress()));
        }
      }
    } catch (UnknownHostException e) {
      throw Refusals.invalid(
          "Cannot resolve webhook URL hostname '%s': Name or service not known"
              .formatted(shown(host)));
    }
  }

  private static String shown(String text) {
    return Problem.shorten(text);
  }
}
