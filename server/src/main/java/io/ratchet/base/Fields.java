// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of one JSON object and gathers every fault on the way: wrong types, values out
 * of range, unknown names. A reader asks for each field it knows, then calls {@link #finish}, which
 * refuses with all faults at once. Until then a faulty field reads as absent.
 */
public final class Fields {
  /** An exponent may not make a short text a number of a million digits. */
  private static final int DECIMAL_PLACES = 40;

  private static final int TREE_DEPTH = 32;

  private final JsonNode node;
  private final String path;
  private final List<Problem> problems;
  private final Set<String> known = new HashSet<>();

  private Fields(JsonNode node, String path, List<Problem> problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    if (!node.isObject()) {
      problems.add(Problem.of(path.isEmpty() ? "body" : path, "must be a JSON object", node));
    }
  }

  public static Fields of(JsonNode node) {
    return new Fields(node, "", new ArrayList<>());
  }

  /** The same for one element of a batch, its faults gathered into {@code problems}. */
  public static Fields of(JsonNode node, String path, List<Problem> problems) {
    return new Fields(node, path, problems);
  }

  public boolean has(String name) {
    return get(name) != null;
  }

  /** The raw value, or null where it is absent or JSON null. */
  public @Nullable JsonNode get(String name) {
    known.add(name);
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  public @Nullable String text(String name, int maxLength) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      return fault(name, "must be a string", value);
    }
    String text = value.stringValue();
    if (text.length() > maxLength) {
      return fault(name, "must have at most " + maxLength + " characters", text.length());
    }
    if (text.indexOf('\0') >= 0) {
      return fault(name, "must not hold the character U+0000", text);
    }
    return text;
  }

  public String requiredText(String name, int maxLength) {
    String text = text(name, maxLength);
    if (text == null || text.isBlank()) {
      if (text != null || get(name) == null) {
        fault(name, "is required", null);
      }
      return "";
    }
    return text;
  }

  public @Nullable Boolean flag(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    return value.isBoolean()
        ? (Boolean) value.booleanValue()
        : fault(name, "must be true or false", value);
  }

  public boolean flag(String name, boolean absent) {
    Boolean flag = flag(name);
    return flag == null ? absent : flag;
  }

  public @Nullable Long integer(String name, long min, long max) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      return fault(name, "must be a whole number", value);
    }
    long number = value.longValue();
    return number < min || number > max
        ? fault(name, "must be from " + min + " to " + max, number)
        : (Long) number;
  }

  public @Nullable Double number(String name, double min, double max) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      return fault(name, "must be a number", value);
    }
    double number = Json.number(value);
    return number >= min && number <= max
        ? (Double) number
        : fault(name, "must be from " + shown(min) + " to " + shown(max), value);
  }

  /** A time such as {@code 7d} or {@code 1h30m}. */
  public @Nullable Duration duration(String name, Duration min, Duration max) {
    String text = text(name, 40);
    if (text == null) {
      return null;
    }
    Duration duration = Amounts.duration(text);
    if (duration == null) {
      return fault(name, "must be a time such as 7d, 12h or 10m", text);
    }
    return duration.compareTo(min) < 0 || duration.compareTo(max) > 0
        ? fault(name, "must be from " + Amounts.print(min) + " to " + Amounts.print(max), text)
        : duration;
  }

  /** An exact amount, as a decimal string or a number. */
  public @Nullable BigDecimal decimal(String name, BigDecimal min, BigDecimal max) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    try {
      String text = value.isString() ? value.stringValue() : value.toString();
      BigDecimal amount = text.length() > 40 ? null : new BigDecimal(text);
      boolean fits = amount != null && Math.abs(amount.scale()) <= DECIMAL_PLACES;
      if (amount != null && fits && amount.compareTo(min) >= 0 && amount.compareTo(max) <= 0) {
        return amount;
      }
    } catch (NumberFormatException e) {
      return fault(name, "must be a decimal string such as \"0.00123\"", value);
    }
    return fault(name, "must be from " + min.toPlainString() + " to " + max.toPlainString(), value);
  }

  public @Nullable Instant instant(String name) {
    String text = text(name, 64);
    if (text == null) {
      return null;
    }
    Optional<Instant> moment = Moments.parse(text);
    return moment.isPresent() ? moment.get() : fault(name, "must be " + Moments.EXPECTED, text);
  }

  public @Nullable ObjectNode object(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    return value instanceof ObjectNode object ? object : fault(name, "must be an object", value);
  }

  /**
   * An object that is kept as it is: at most {@value #TREE_DEPTH} levels, since it is shown and
   * stored within other objects, and only text that can be stored.
   */
  public @Nullable ObjectNode tree(String name) {
    ObjectNode object = object(name);
    if (object != null) {
      TreePolicy.check(at(name), object, TREE_DEPTH, problems);
    }
    return object;
  }

  /** The fields of a nested object, whose faults are reported with this one's. */
  public Optional<Fields> nested(String name) {
    ObjectNode object = object(name);
    return object == null ? Optional.empty() : Optional.of(new Fields(object, at(name), problems));
  }

  public List<JsonNode> list(String name, int maxSize) {
    JsonNode value = get(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      fault(name, "must be an array", value);
      return List.of();
    }
    if (value.size() > maxSize) {
      fault(name, "must have at most " + maxSize + " elements", value.size());
      return List.of();
    }
    return List.copyOf(value.values());
  }

  public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
    String text = text(name, 64);
    if (text == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    return fault(name, "must be one of " + names(type), text);
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(constant.name().toLowerCase(java.util.Locale.ROOT));
    }
    return String.join(", ", names);
  }

  /** Adds a fault of the caller's own finding. */
  public void problem(String name, String message, @Nullable Object value) {
    problems.add(Problem.of(at(name), message, value));
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // always null: a faulty field reads as absent
  private <T> @Nullable T fault(String name, String message, @Nullable Object value) {
    problem(name, message, value);
    return null;
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String shown(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /** Adds a fault for every field nobody asked for. */
  public void checkUnknown() {
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        String fields = String.join(", ", known.stream().sorted().toList());
        problems.add(Problem.of(at(name), "is not a field here (known: " + fields + ")", null));
      }
    }
  }

  /** Refuses with every fault found, unknown fields included. */
  public void finish() {
    checkUnknown();
    refuse(problems);
  }

  public static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw Failure.invalid(problems, "correct the named fields and send the request again");
    }
  }
}
