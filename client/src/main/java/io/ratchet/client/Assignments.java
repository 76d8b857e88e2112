// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server which version a unit gets, and remembers the last answers. While the server
 * cannot be asked, callers do not wait for it one after the other: after a failure nobody asks for
 * a while.
 */
final class Assignments {
  private final Settings settings;
  private final Transport transport;
  private final Ticker ticker;
  private final Backoff backoff;
  private final Reports reports;
  private final Map<Key, Assignment> remembered;
  private int failures;
  private long notBefore;

  private record Key(String experiment, String unit) {}

  Assignments(
      Settings settings, Transport transport, Ticker ticker, Backoff backoff, Reports reports) {
    this.settings = settings;
    this.transport = transport;
    this.ticker = ticker;
    this.backoff = backoff;
    this.reports = reports;
    this.notBefore = ticker.nanos();
    this.remembered =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Assignment> eldest) {
            return size() > settings.rememberedAssignments();
          }
        };
  }

  Assignment assign(String experiment, String unit, Map<String, ?> attributes, String fallback) {
    Assignment own = new Assignment(experiment, unit, null, fallback, Assignment.Source.FALLBACK);
    if (!mayAsk()) {
      return remembered(experiment, unit, own);
    }
    String name = URLEncoder.encode(experiment, StandardCharsets.UTF_8).replace("+", "%20");
    try {
      Map<String, Object> question = new LinkedHashMap<>();
      question.put("unit", unit);
      question.put("attributes", attributes);
      byte[] body = JsonText.of(question).getBytes(StandardCharsets.UTF_8);
      String path = "/api/experiments/" + name + "/assign";
      return understood(transport.post(path, body, settings.assignTimeout()), own);
    } catch (IOException e) {
      away(String.valueOf(e.getMessage()), null);
      return remembered(experiment, unit, own);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return remembered(experiment, unit, own);
    } catch (IllegalArgumentException e) {
      refused(unit, 0, String.valueOf(e.getMessage()));
      return own;
    }
  }

  private Assignment understood(Transport.Reply reply, Assignment own) {
    int status = reply.status();
    Map<?, ?> body = JsonReader.readObject(reply.body());
    if (status / 100 == 2 && body.get("version") instanceof String version) {
      String variant = body.get("variant") instanceof String named ? named : null;
      Assignment.Source server = Assignment.Source.SERVER;
      return remember(new Assignment(own.experiment(), own.unit(), variant, version, server));
    }
    if (ReplyPolicy.isAway(status) || status / 100 != 4) {
      away(ReplyPolicy.detail(status, body), reply.retryAfter());
      return remembered(own.experiment(), own.unit(), own);
    }
    refused(own.unit(), status, ReplyPolicy.detail(status, body));
    // A key that is no longer taken says nothing about the trial; any other refusal does.
    boolean isAboutKey = status == 401 || status == 403;
    return isAboutKey ? remembered(own.experiment(), own.unit(), own) : forget(own);
  }

  private void refused(String unit, int status, String detail) {
    reports.refusedToAnswer(new Refusal("assign", List.of(unit), status, detail));
  }

  private synchronized boolean mayAsk() {
    return notBefore - ticker.nanos() <= 0;
  }

  private void away(String reason, @Nullable String retryAfter) {
    int row;
    Duration wait;
    synchronized (this) {
      row = ++failures;
      wait = backoff.after(row, retryAfter);
      notBefore = ticker.nanos() + wait.toNanos();
    }
    reports.delayed(reason, row, wait);
  }

  private synchronized Assignment remember(Assignment answer) {
    failures = 0;
    remembered.put(new Key(answer.experiment(), answer.unit()), answer);
    return answer;
  }

  private synchronized Assignment forget(Assignment own) {
    remembered.remove(new Key(own.experiment(), own.unit()));
    return own;
  }

  private synchronized Assignment remembered(String experiment, String unit, Assignment own) {
    Assignment last = remembered.get(new Key(experiment, unit));
    return last == null
        ? own
        : new Assignment(
            experiment, unit, last.variant(), last.version(), Assignment.Source.CACHED);
  }
}
