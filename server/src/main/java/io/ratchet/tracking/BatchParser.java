// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.WellFormed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a batch as clients send it, in one pass over its bytes: a tree of a thousand metrics would
 * cost more than storing them. It gives up at whatever is out of the ordinary, and leaves that to
 * {@link LogReader}, which knows the words of each refusal.
 */
final class BatchParser implements AutoCloseable {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();

  private final JsonParser parser;
  private @Nullable String run;
  private final List<Metric> metrics = new ArrayList<>();
  private final List<Param> params = new ArrayList<>();
  private final List<Tag> tags = new ArrayList<>();

  private BatchParser(byte[] body) {
    parser = FACTORY.createParser(ObjectReadContext.empty(), body);
  }

  /** Something that this does not read. */
  private static final class Unusual extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Unusual() {
      super(null, null, false, false);
    }
  }

  /** The parts of a batch, not looked at yet; null where it is out of the ordinary. */
  static LogReader.@Nullable Parts parse(byte[] body) {
    try (BatchParser parser = new BatchParser(body)) {
      return parser.batch();
    } catch (Unusual | JacksonException | NumberFormatException e) {
      return null;
    }
  }

  @Override
  public void close() {
    parser.close();
  }

  private LogReader.Parts batch() {
    require(parser.nextToken() == JsonToken.START_OBJECT);
    int seen = 0;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      int field =
          switch (name) {
            case "run_id" -> 1;
            case "run_uuid" -> 2;
            case "metrics" -> 4;
            case "params" -> 8;
            case "tags" -> 16;
            default -> throw new Unusual();
          };
      require((seen & field) == 0);
      seen |= field;
      switch (field) {
        case 4 -> list(() -> metrics.add(metric()));
        case 8 ->
            list(() -> {
              Tag pair = pair();
              params.add(new Param(pair.key(), pair.value()));
            });
        case 16 -> list(() -> tags.add(pair()));
        default -> run(text());
      }
    }
    require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
    String id = run;
    if (id == null || id.isEmpty()) {
      throw new Unusual();
    }
    return new LogReader.Parts(id, metrics, params, tags, List.of());
  }

  private void run(String id) {
    require(run == null || id.equals(run));
    run = id;
  }

  private void list(Runnable element) {
    require(parser.nextToken() == JsonToken.START_ARRAY);
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      element.run();
    }
    require(parser.currentToken() == JsonToken.END_ARRAY);
  }

  private Metric metric() {
    String key = null;
    double value = 0;
    long time = 0;
    long step = 0;
    int seen = 0;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      int field =
          switch (name) {
            case "key" -> 1;
            case "value" -> 2;
            case "timestamp" -> 4;
            case "step" -> 8;
            default -> throw new Unusual();
          };
      require((seen & field) == 0);
      seen |= field;
      switch (field) {
        case 1 -> key = text();
        case 2 -> value = number();
        case 4 -> time = whole();
        default -> step = whole();
      }
    }
    require(parser.currentToken() == JsonToken.END_OBJECT && (seen & 7) == 7);
    if (key == null || key.isEmpty()) {
      throw new Unusual();
    }
    return Metric.of(key, value, time, step);
  }

  private Tag pair() {
    String key = null;
    String value = null;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      if (name.equals("key") && key == null) {
        key = text();
      } else if (name.equals("value") && value == null) {
        value = text();
      } else {
        throw new Unusual();
      }
    }
    require(parser.currentToken() == JsonToken.END_OBJECT);
    if (key == null || key.isEmpty() || value == null) {
      throw new Unusual();
    }
    return new Tag(key, value);
  }

  private String text() {
    require(parser.nextToken() == JsonToken.VALUE_STRING);
    String text = parser.getString();
    require(text.indexOf('\0') < 0 && WellFormed.is(text));
    return text;
  }

  private double number() {
    return switch (parser.nextToken()) {
      case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> parser.getDoubleValue();
      case VALUE_STRING -> Double.parseDouble(parser.getString());
      case null, default -> throw new Unusual();
    };
  }

  /** Java's client writes them as texts. */
  private long whole() {
    return switch (parser.nextToken()) {
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_STRING -> Long.parseLong(parser.getString());
      case null, default -> throw new Unusual();
    };
  }

  private static void require(boolean isUsual) {
    if (!isUsual) {
      throw new Unusual();
    }
  }
}
