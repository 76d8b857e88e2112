// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a {@link Path} into a value. */
sealed interface Step {
  /** Where this step ends in the text of its path. */
  int end();

  /** The value one step further; refuses where the value has nothing of that name or number. */
  @Nullable Object from(@Nullable Object value, Path path);

  /** {@code .name}: the value of a map's key. */
  record Attribute(String name, int end) implements Step {
    @Override
    public @Nullable Object from(@Nullable Object value, Path path) {
      return value instanceof Map<?, ?> map
          ? ofMap(map, name, end, path)
          : none(value, "." + name, path);
    }
  }

  /** {@code [key]}: the value of a map's key, which may hold any characters but a bracket. */
  record Key(String key, int end) implements Step {
    @Override
    public @Nullable Object from(@Nullable Object value, Path path) {
      return value instanceof Map<?, ?> map
          ? ofMap(map, key, end, path)
          : none(value, "[" + key + "]", path);
    }
  }

  /**
   * {@code [0]}: an item of a list or a character of a string. In a map it is the key of those
   * digits, since the keys of JSON are strings.
   */
  record Index(int index, String digits, int end) implements Step {
    @Override
    public @Nullable Object from(@Nullable Object value, Path path) {
      return switch (value) {
        case List<?> list when index < list.size() -> list.get(index);
        case List<?> list -> throw outOfRange("list", list.size(), path);
        case String text when index < text.codePointCount(0, text.length()) ->
            Character.toString(text.codePointAt(text.offsetByCodePoints(0, index)));
        case String text -> throw outOfRange("string", text.codePointCount(0, text.length()), path);
        case Map<?, ?> map -> ofMap(map, digits, end, path);
        case null -> none(null, "[" + digits + "]", path);
        default -> none(value, "[" + digits + "]", path);
      };
    }

    private Refused outOfRange(String kind, int size, Path path) {
      return new Refused(
          path.text(), "[" + digits + "] is out of range, the " + kind + " has size " + size);
    }
  }

  private static @Nullable Object ofMap(Map<?, ?> map, String key, int end, Path path) {
    Object value = map.get(key);
    if (value == null && !map.containsKey(key)) {
      throw new Refused(path.text().substring(0, end), "missing");
    }
    return value;
  }

  private static @Nullable Object none(@Nullable Object value, String step, Path path) {
    throw new Refused(path.text(), "there is no " + step + " in " + Described.value(value));
  }
}
