// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.Event.ID;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads YAML 1.2 into JSON and remembers on which line each value stands. Only what JSON can say is
 * read: one document, text as keys, no key twice; no anchors and aliases, by which a small file
 * could unfold into a huge one; no tags and merge keys.
 */
final class YamlText {
  private final List<FileFault> faults;
  private final int firstLine;
  private final int depthLimit;
  private final Iterator<Event> events;
  private final Map<String, Integer> lines = new HashMap<>();

  /**
   * A document.
   *
   * @param lines line of each value by its path, such as {@code messages[0].role}
   */
  record Document(JsonNode root, Map<String, Integer> lines) {
    /** The line of a path, or of the nearest part of it that exists. */
    Optional<Integer> line(String path) {
      for (String at = path; !at.isEmpty(); ) {
        Integer line = lines.get(at);
        if (line != null) {
          return Optional.of(line);
        }
        at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
      }
      return Optional.empty();
    }
  }

  /** Ends the reading at a fault after which nothing can be understood. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient FileFault fault;

    Broken(int line, String message) {
      super(message);
      this.fault = new FileFault(line, message);
    }
  }

  private YamlText(List<FileFault> faults, int firstLine, int depthLimit, Iterator<Event> events) {
    this.faults = faults;
    this.firstLine = firstLine;
    this.depthLimit = depthLimit;
    this.events = events;
  }

  /**
   * Reads a text; what is wrong with it is added to {@code faults}.
   *
   * @param firstLine the line of the file on which the text begins
   */
  static Document read(String text, int firstLine, int depthLimit, List<FileFault> faults) {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(text.length() + 1).build();
    Iterator<Event> events = new Parse(settings).parseString(text).iterator();
    YamlText reader = new YamlText(faults, firstLine, depthLimit, events);
    try {
      return new Document(reader.document(), reader.lines);
    } catch (Broken broken) {
      faults.add(broken.fault);
    } catch (YamlEngineException e) {
      faults.add(reader.fault(e));
    }
    return new Document(Json.object(), Map.of());
  }

  private FileFault fault(YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked) {
      Optional<Mark> mark = marked.getProblemMark().or(marked::getContextMark);
      return new FileFault(
          mark.map(this::line).orElse(firstLine), "not YAML: " + marked.getProblem());
    }
    return FileFault.whole("not YAML: " + Problem.shorten(String.valueOf(e.getMessage())));
  }

  private JsonNode document() {
    JsonNode root = Json.object();
    int documents = 0;
    while (events.hasNext()) {
      Event event = events.next();
      if (event.getEventId() == ID.DocumentStart && ++documents > 1) {
        throw new Broken(line(event), "a second document; a file holds one");
      }
      if (event instanceof NodeEvent node) {
        root = node(node, "", 1);
      }
    }
    return root;
  }

  private JsonNode node(NodeEvent event, String path, int depth) {
    if (depth > depthLimit) {
      throw new Broken(line(event), "nested deeper than " + depthLimit + " levels");
    }
    lines.putIfAbsent(path, line(event));
    refuseReferences(event);
    return switch (event) {
      case MappingStartEvent start -> mapping(start, path, depth);
      case SequenceStartEvent _ -> sequence(path, depth);
      case ScalarEvent scalar -> scalar(scalar);
      case AliasEvent _ -> Json.mapper().nullNode();
      case NodeEvent other -> throw new IllegalStateException("not a YAML node: " + other);
    };
  }

  private void refuseReferences(NodeEvent event) {
    if (event instanceof AliasEvent || event.getAnchor().isPresent()) {
      faults.add(
          new FileFault(
              line(event), "anchors and aliases are not read; write the value where it is used"));
    }
    Optional<String> tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case MappingStartEvent start -> start.getTag();
          case SequenceStartEvent start -> start.getTag();
          case NodeEvent _ -> Optional.empty();
        };
    tag.ifPresent(
        t -> faults.add(new FileFault(line(event), "tags are not read: " + Problem.shorten(t))));
  }

  private ArrayNode sequence(String path, int depth) {
    ArrayNode array = Json.array();
    Event event = events.next();
    while (event instanceof NodeEvent element) {
      array.add(node(element, path + "[" + array.size() + "]", depth + 1));
      event = events.next();
    }
    return array;
  }

  private ObjectNode mapping(MappingStartEvent start, String path, int depth) {
    ObjectNode object = Json.object();
    Event event = events.next();
    while (event instanceof NodeEvent key) {
      if (!(key instanceof ScalarEvent scalar)) {
        throw new Broken(line(key), "a key must be text");
      }
      refuseReferences(key);
      String name = scalar.getValue();
      String at = path.isEmpty() ? name : path + "." + name;
      lines.put(at, line(key));
      JsonNode value = node((NodeEvent) events.next(), at, depth + 1);
      if (scalar.isPlain() && name.equals("<<")) {
        faults.add(new FileFault(line(key), "merge keys are not read; write the keys themselves"));
      } else if (object.has(name)) {
        faults.add(new FileFault(line(key), "the key " + Problem.shorten(name) + " comes twice"));
      }
      object.set(name, value);
      event = events.next();
    }
    if (event.getEventId() != ID.MappingEnd) {
      throw new Broken(line(start), "a mapping that does not end");
    }
    return object;
  }

  private JsonNode scalar(ScalarEvent event) {
    if (!event.isPlain()) {
      return Json.mapper().stringNode(event.getValue());
    }
    Optional<JsonNode> value = YamlScalar.read(event.getValue());
    if (value.isEmpty()) {
      faults.add(
          new FileFault(line(event), "not a number of JSON: " + Problem.shorten(event.getValue())));
    }
    return value.orElseGet(() -> Json.mapper().nullNode());
  }

  private int line(Event event) {
    return event.getStartMark().map(this::line).orElse(firstLine);
  }

  private int line(Mark mark) {
    return firstLine + mark.getLine();
  }
}
