// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.ratchet.base.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the attributes of a span say, by MLflow's names, by those of OpenTelemetry's conventions for
 * generative AI, and by those of OpenInference.
 */
final class SpanFacts {
  private static final String UNKNOWN = "UNKNOWN";

  /** What begins as the metadata of a trace and is something else. */
  private static final Set<String> NOT_OF_TRACE =
      Set.of(Keys.INTERMEDIATE, Keys.FINALIZED, Keys.SPANS_TAG);

  private SpanFacts() {}

  static String type(ReceivedSpan span) {
    AnyValue type = span.attribute(Keys.SPAN_TYPE, "openinference.span.kind");
    return type == null ? UNKNOWN : stored(Values.unquoted(type), TraceLimits.NAME);
  }

  static String status(ReceivedSpan span) {
    return switch (span.span().getStatus().getCode()) {
      case STATUS_CODE_OK -> "OK";
      case STATUS_CODE_ERROR -> "ERROR";
      case STATUS_CODE_UNSET, UNRECOGNIZED -> "UNSET";
    };
  }

  /** How a trace went whose entry this is: what has not failed has succeeded. */
  static TraceState state(ReceivedSpan span) {
    return status(span).equals("ERROR") ? TraceState.ERROR : TraceState.OK;
  }

  static @Nullable String requestPreview(ReceivedSpan span) {
    return preview(span.attribute(Keys.SPAN_INPUTS, "input.value", "gen_ai.input.messages"));
  }

  static @Nullable String responsePreview(ReceivedSpan span) {
    return preview(span.attribute(Keys.SPAN_OUTPUTS, "output.value", "gen_ai.output.messages"));
  }

  private static @Nullable String preview(@Nullable AnyValue value) {
    if (value == null) {
      return null;
    }
    String text = storable(Values.text(value));
    return text.codePointCount(0, text.length()) <= TraceLimits.PREVIEW
        ? text
        : cut(text, TraceLimits.PREVIEW - 3) + "...";
  }

  /** Tokens and cost as MLflow writes them; null where the span says nothing of them. */
  static @Nullable ObjectNode usage(ReceivedSpan span) {
    ObjectNode usage = Json.object();
    AnyValue own = span.attribute(Keys.SPAN_USAGE);
    JsonNode tokens = own == null ? null : Values.object(own);
    if (tokens != null) {
      for (String field : UsagePolicy.TOKENS) {
        JsonNode count = tokens.get(field);
        if (count != null && count.isNumber()) {
          usage.put(field, Math.round(Json.number(count)));
        }
      }
    } else {
      addTokens(
          usage,
          count(span.attribute("gen_ai.usage.input_tokens", "llm.token_count.prompt")),
          count(span.attribute("gen_ai.usage.output_tokens", "llm.token_count.completion")));
    }
    AnyValue cost = span.attribute(Keys.SPAN_COST);
    JsonNode amounts = cost == null ? null : Values.object(cost);
    if (amounts != null) {
      for (String field : UsagePolicy.COSTS) {
        JsonNode amount = amounts.get(field);
        if (amount != null && amount.isNumber()) {
          usage.set(field, amount);
        }
      }
    }
    return usage.isEmpty() ? null : usage;
  }

  private static void addTokens(ObjectNode usage, @Nullable Long input, @Nullable Long output) {
    if (input != null || output != null) {
      long in = input == null ? 0 : input;
      long out = output == null ? 0 : output;
      usage.put("input_tokens", in).put("output_tokens", out).put("total_tokens", in + out);
    }
  }

  private static @Nullable Long count(@Nullable AnyValue value) {
    if (value == null) {
      return null;
    }
    JsonNode plain = Values.plain(value);
    return plain.isNumber() ? Math.round(Json.number(plain)) : null;
  }

  /** What an entry span and its resource say of the whole trace. */
  static SequencedMap<String, String> metadata(ReceivedSpan span) {
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    for (KeyValue attribute : span.resource().getAttributesList()) {
      if (attribute.getKey().equals(Keys.SERVICE) || isOfTrace(attribute.getKey())) {
        put(metadata, attribute.getKey(), attribute.getValue());
      }
    }
    put(metadata, Keys.SESSION, span.attribute("session.id", "gen_ai.conversation.id"));
    put(metadata, Keys.USER, span.attribute("user.id"));
    for (KeyValue attribute : span.span().getAttributesList()) {
      if (isOfTrace(attribute.getKey())) {
        put(metadata, attribute.getKey(), attribute.getValue());
      }
    }
    return metadata;
  }

  private static boolean isOfTrace(String key) {
    return key.equals(Keys.RUN)
        || key.equals("mlflow.modelId")
        || key.startsWith("mlflow.source.")
        || (key.startsWith(Keys.TRACE_PREFIX) && !NOT_OF_TRACE.contains(key));
  }

  private static void put(Map<String, String> entries, String key, @Nullable AnyValue value) {
    if (value != null && key.length() <= TraceLimits.TAG_KEY && key.indexOf('\0') < 0) {
      entries.put(key, stored(Values.unquoted(value), TraceLimits.TAG_VALUE));
    }
  }

  /** What a trace is called by its entry. */
  static String name(ReceivedSpan span) {
    return tags(span).getOrDefault(Keys.NAME_TAG, "");
  }

  /** The name of a trace, and tags that travel as attributes of its entry. */
  static SequencedMap<String, String> tags(ReceivedSpan span) {
    SequencedMap<String, String> tags = new LinkedHashMap<>();
    tags.put(Keys.NAME_TAG, stored(span.span().getName(), TraceLimits.TAG_VALUE));
    for (KeyValue attribute : span.span().getAttributesList()) {
      if (attribute.getKey().startsWith(Keys.SPAN_TAGS)
          && attribute.getKey().length() > Keys.SPAN_TAGS.length()) {
        put(tags, attribute.getKey().substring(Keys.SPAN_TAGS.length()), attribute.getValue());
      }
    }
    return tags;
  }

  /** A text that a database keeps, cut where it is too long. */
  static String stored(String text, int most) {
    return cut(storable(text), most);
  }

  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /** At most so many characters, none of them halved. */
  static String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most));
  }
}
