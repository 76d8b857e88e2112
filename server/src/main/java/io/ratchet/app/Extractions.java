// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Ids;
import io.ratchet.call.Calls;
import io.ratchet.config.Config;
import io.ratchet.extraction.Documents;
import io.ratchet.extraction.DocumentsApi;
import io.ratchet.extraction.ExtractionConfig;
import io.ratchet.extraction.Results;
import io.ratchet.extraction.ResultsApi;
import io.ratchet.gateway.Completions;
import io.ratchet.http.Route;
import io.ratchet.storage.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Wires what runs documents through prompts. */
final class Extractions {
  private Extractions() {}

  static List<Route> routes(
      Config config,
      Platform platform,
      Database database,
      Completions completions,
      Calls calls,
      Ids ids,
      UnaryOperator<String> experimentIds) {
    ExtractionConfig limits = limits(config.extraction());
    Documents documents = new Documents(database, platform.time(), ids);
    Results results =
        new Results(
            database, documents, completions, limits, platform.time(), calls::acceptFeedback);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new DocumentsApi(documents, results, limits).routes());
    routes.addAll(
        new ResultsApi(results, config.prompts().defaultPrompt(), experimentIds).routes());
    return routes;
  }

  private static ExtractionConfig limits(io.ratchet.config.ExtractionConfig config) {
    return new ExtractionConfig(
        (int) config.maxDocument(),
        (int) config.maxMetadata(),
        (int) config.maxGold(),
        config.summaryResults());
  }
}
