// SPDX-License-Identifier: Apache-2.0
package io.ratchet.web;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The front page, {@code /health}, {@code /metrics} and {@code /openapi.yaml}. */
public final class WebApi {
  private final Health health;
  private final PrometheusRegistry figures;
  private final ExpositionFormats formats = ExpositionFormats.init();

  public WebApi(Health health, PrometheusRegistry figures) {
    this.health = health;
    this.figures = figures;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/", Access.OPEN, _ -> resource("index.html", "text/html; charset=utf-8")),
        Route.get("/openapi.yaml", Access.OPEN, _ -> resource("openapi.yaml", "application/yaml")),
        Route.get("/health", Access.OPEN, _ -> health.answer()),
        Route.get("/metrics", Access.VIEWER, this::figures));
  }

  private Answer figures(Request request) {
    ExpositionFormatWriter writer = formats.findWriter(request.header("accept").orElse(""));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, figures.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.bytes(200, writer.getContentType(), out.toByteArray());
  }

  private static Answer resource(String name, String contentType) {
    try (InputStream in = WebApi.class.getResourceAsStream("/web/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks web/" + name);
      }
      return Answer.bytes(200, contentType, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
