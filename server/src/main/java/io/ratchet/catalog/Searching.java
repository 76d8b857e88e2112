// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Project;
import io.ratchet.catalog.Listing.Numbered;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Refusals;
import io.ratchet.registry.Prompts;
import io.ratchet.search.Expression;
import io.ratchet.search.Filter;
import io.ratchet.search.Grammar;
import io.ratchet.search.Grammars;
import io.ratchet.search.Key;
import io.ratchet.search.Kind;
import io.ratchet.search.Matcher;
import io.ratchet.search.Operator;
import io.ratchet.search.Ordering;
import io.ratchet.search.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks for models and versions in memory. Prompts are left out unless the filter asks for them by
 * their tag, which is how MLflow's clients keep the two apart.
 */
final class Searching {
  private static final int MODELS = 100;
  private static final int MODELS_LIMIT = 1_000;
  private static final int VERSIONS = 10_000;
  private static final int VERSIONS_LIMIT = 200_000;
  private static final Key IS_PROMPT = new Key(Kind.TAG, PromptTags.IS_PROMPT);

  private final Catalog catalog;
  private final CatalogJson json;

  /** A version with the asset it belongs to. */
  private record Found(Listing listing, Numbered version) {
    String id() {
      return version.number() + "/" + listing.name();
    }
  }

  Searching(Catalog catalog, CatalogJson json) {
    this.catalog = catalog;
    this.json = json;
  }

  ObjectNode models(Project project, Arguments in) {
    Query<Listing> query =
        new Query<>(
            in,
            Grammars.REGISTERED_MODELS,
            in.maxResults(MODELS, MODELS_LIMIT),
            this::model,
            Listing::name,
            new Ordering.Term(new Key(Kind.ATTRIBUTE, "name"), true));
    return query.answer(
        catalog.list(project).stream().filter(query::wants), "registered_models", json::model);
  }

  ObjectNode versions(Project project, Arguments in) {
    Query<Found> query =
        new Query<>(
            in,
            Grammars.MODEL_VERSIONS,
            in.maxResults(VERSIONS, VERSIONS_LIMIT),
            this::version,
            Found::id,
            new Ordering.Term(new Key(Kind.ATTRIBUTE, "name"), true),
            new Ordering.Term(new Key(Kind.ATTRIBUTE, "version_number"), false));
    Stream<Found> all =
        catalog.list(project).stream()
            .filter(query::wants)
            .flatMap(listing ->
                listing.versions().values().stream().map(one -> new Found(listing, one)));
    return query.answer(
        all, "model_versions", found -> json.whole(found.listing(), found.version()));
  }

  private @Nullable Value model(Listing listing, Key key) {
    if (key.kind() == Kind.TAG) {
      return tag(listing, () -> json.tags(listing), key);
    }
    return switch (key.name()) {
      case "name" -> Value.of(listing.name());
      case "timestamp", "last_updated_timestamp" -> time(listing.lastChange());
      default -> throw new IllegalArgumentException(key.toString());
    };
  }

  private @Nullable Value version(Found found, Key key) {
    Listing listing = found.listing();
    Numbered version = found.version();
    if (key.kind() == Kind.TAG) {
      return tag(listing, () -> json.tags(listing, version), key);
    }
    return switch (key.name()) {
      case "name" -> Value.of(listing.name());
      case "version_number" -> new Value.Whole(version.number());
      case "run_id" -> Value.of(version.run());
      case "source_path" -> Value.of(CatalogJson.source(listing, version));
      case "creation_timestamp" -> time(version.createdAt());
      case "last_updated_timestamp" -> time(version.updatedAt());
      default -> throw new IllegalArgumentException(key.toString());
    };
  }

  /**
   * A model without the tag that makes a prompt has it with another value, as the original says.
   */
  private static @Nullable Value tag(Listing listing, Supplier<Map<String, String>> tags, Key key) {
    if (key.equals(IS_PROMPT)) {
      return Value.of(Boolean.toString(listing.kind().equals(Prompts.KIND)));
    }
    String value = tags.get().get(key.name());
    return value == null ? null : Value.of(value);
  }

  private static Value time(Instant time) {
    return new Value.Whole(time.toEpochMilli());
  }

  /** One search: its filter, its order and its page. */
  private static final class Query<T> {
    private final Expression filter;
    private final Ordering ordering;
    private final int limit;
    private final @Nullable String after;
    private final boolean counts;
    private final boolean prompts;
    private final BiFunction<T, Key, @Nullable Value> values;
    private final Function<T, String> ids;

    Query(
        Arguments in,
        Grammar grammar,
        int limit,
        BiFunction<T, Key, @Nullable Value> values,
        Function<T, String> ids,
        Ordering.Term... last) {
      this.filter = Filter.parse(in.text("filter"), grammar);
      this.ordering = Ordering.parse(in.texts("order_by"), grammar).then(last);
      this.limit = limit;
      this.after = in.pageKey();
      this.counts = in.flag("count", false);
      this.prompts = filter.comparisons().anyMatch(Query::asksForPrompts);
      this.values = values;
      this.ids = ids;
    }

    private static boolean asksForPrompts(Expression.Comparison clause) {
      return clause.key().equals(IS_PROMPT)
          && clause.operator() == Operator.EQUAL
          && clause.value().equals(Value.of("true"));
    }

    boolean wants(Listing listing) {
      return prompts || !listing.kind().equals(Prompts.KIND);
    }

    ObjectNode answer(Stream<T> all, String name, Function<T, ObjectNode> shown) {
      List<T> found =
          all.filter(one -> Matcher.matches(filter, key -> held(one, key)))
              .sorted(ordering.comparator(values))
              .toList();
      int from = after == null ? 0 : start(found, after);
      List<T> page = found.subList(from, Math.min(found.size(), from + limit));
      ObjectNode body = Json.object();
      ArrayNode array = Json.array();
      page.forEach(one -> array.add(shown.apply(one)));
      if (!array.isEmpty()) {
        body.set(name, array);
      }
      int end = from + page.size();
      if (end < found.size()) {
        String key = end + " " + ids.apply(page.getLast());
        body.put("next_page_token", Page.endingAt(List.of(), key).nextPageToken());
      }
      return counts ? body.put("total_count", found.size()) : body;
    }

    /** After the last thing shown; where that is gone, after as many as were shown. */
    private int start(List<T> found, String key) {
      int blank = key.indexOf(' ');
      String position = blank < 0 ? "" : key.substring(0, blank);
      if (!position.matches("\\d{1,9}")) {
        throw Refusals.pageToken();
      }
      String id = key.substring(blank + 1);
      for (int i = 0; i < found.size(); i++) {
        if (ids.apply(found.get(i)).equals(id)) {
          return i + 1;
        }
      }
      return Math.min(Integer.parseInt(position), found.size());
    }

    private List<Value> held(T one, Key key) {
      Value value = values.apply(one, key);
      return value == null ? List.of() : List.of(value);
    }
  }
}
