// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.Event.ID;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML into a tree that knows where everything stands.
 *
 * <p>Read strictly and in a small part of the language: one document, a mapping at the top, names
 * as keys, no key twice, no anchors, aliases, tags or merge keys. What is left out is what makes
 * YAML surprising or lets a small file unfold into a huge one. Values keep the text they were
 * written as; types come later, from who reads them.
 */
final class Yaml {
  private static final int DEPTH_LIMIT = 16;

  private final String name;
  private final Faults faults;
  private final Iterator<Event> events;

  private Yaml(String name, Faults faults, Iterator<Event> events) {
    this.name = name;
    this.faults = faults;
    this.events = events;
  }

  /** The tree of a text; broken syntax ends it early and is among the faults. */
  static Node.Mapping read(String name, String text, Faults faults) {
    Origin start = new Origin.File(name, 1, 1);
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(name).build();
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      return new Yaml(name, faults, events).document(start);
    } catch (Syntax.Broken broken) {
      faults.add(broken.origin(), broken.problem());
    } catch (YamlEngineException e) {
      Syntax.Broken broken = Syntax.broken(name, e);
      faults.add(broken.origin(), broken.problem());
    }
    return Node.Mapping.empty(start);
  }

  private Node.Mapping document(Origin start) {
    Node.Mapping root = Node.Mapping.empty(start);
    int documents = 0;
    while (events.hasNext()) {
      Event event = events.next();
      if (event.getEventId() == ID.DocumentStart) {
        documents++;
      } else if (event instanceof NodeEvent node && documents == 1) {
        root = root(node);
      } else if (event instanceof NodeEvent node && documents == 2) {
        throw new Syntax.Broken(origin(node), "a second document; put everything into the first");
      }
    }
    return root;
  }

  private Node.Mapping root(NodeEvent event) {
    Origin start = origin(event);
    Node node = node(event, 1);
    return switch (node) {
      case Node.Mapping mapping -> mapping;
      case Node.Scalar scalar when scalar.text() == null -> Node.Mapping.empty(start);
      case Node.Scalar scalar -> {
        faults.add(start, "must be sections with keys, such as server: {port: 8000}");
        yield Node.Mapping.empty(scalar.origin());
      }
      case Node.Sequence list -> {
        faults.add(start, "must be sections with keys, such as server: {port: 8000}, got a list");
        yield Node.Mapping.empty(list.origin());
      }
    };
  }

  private Node node(NodeEvent event, int depth) {
    if (depth > DEPTH_LIMIT) {
      throw new Syntax.Broken(
          origin(event), "nested deeper than " + DEPTH_LIMIT + " levels, which no key is");
    }
    refuseReferences(event);
    if (event instanceof MappingStartEvent start) {
      return mapping(start, depth);
    }
    if (event instanceof SequenceStartEvent start) {
      return sequence(start, depth);
    }
    return event instanceof ScalarEvent scalar
        ? scalar(scalar)
        : new Node.Scalar(origin(event), null);
  }

  private void refuseReferences(NodeEvent event) {
    if (event instanceof AliasEvent alias) {
      faults.add(
          origin(alias),
          "aliases (*" + alias.getAlias() + ") are not read; write the value where it is used");
    } else if (event.getAnchor().isPresent()) {
      faults.add(
          origin(event),
          "anchors (&"
              + event.getAnchor().get()
              + ") are not read; write the value where it is used");
    }
    Optional<String> tag = tag(event);
    tag.ifPresent(t ->
        faults.add(
            origin(event),
            "tags ("
                + t.replace("tag:yaml.org,2002:", "!!")
                + ") are not read; write the plain value"));
  }

  private static Optional<String> tag(NodeEvent event) {
    if (event instanceof CollectionStartEvent collection) {
      return collection.getTag();
    }
    return event instanceof ScalarEvent scalar ? scalar.getTag() : Optional.empty();
  }

  private Node.Scalar scalar(ScalarEvent event) {
    String text = event.getValue();
    boolean nothing =
        event.isPlain() && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    return new Node.Scalar(origin(event), nothing ? null : text);
  }

  private Node.Sequence sequence(SequenceStartEvent start, int depth) {
    List<Node> items = new ArrayList<>();
    Event event = events.next();
    while (event instanceof NodeEvent item) {
      items.add(node(item, depth + 1));
      event = events.next();
    }
    return new Node.Sequence(origin(start), items);
  }

  private Node.Mapping mapping(MappingStartEvent start, int depth) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    Event event = events.next();
    while (event instanceof NodeEvent key) {
      Origin place = origin(key);
      Node name = node(key, depth + 1);
      Node value = node((NodeEvent) events.next(), depth + 1);
      add(entries, place, name, value);
      event = events.next();
    }
    return new Node.Mapping(origin(start), entries);
  }

  private void add(Map<String, Node.Entry> entries, Origin place, Node key, Node value) {
    if (!(key instanceof Node.Scalar scalar) || scalar.text() == null) {
      faults.add(place, "a key must be a name, got " + key.shown());
      return;
    }
    if (scalar.text().equals("<<")) {
      faults.add(place, "merge keys (<<) are not read; write the keys where they are used");
      return;
    }
    Node.Entry earlier = entries.putIfAbsent(scalar.text(), new Node.Entry(place, value));
    if (earlier != null) {
      String line = earlier.key() instanceof Origin.File file ? " in line " + file.line() : "";
      faults.add(place, scalar.text() + " is already written" + line + "; keep one of them");
    }
  }

  private Origin origin(Event event) {
    return event.getStartMark().map(this::origin).orElse(new Origin.File(name, 1, 1));
  }

  private Origin origin(Mark mark) {
    return new Origin.File(name, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
