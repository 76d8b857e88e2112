// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How much of what a JSON schema asks for an answer holds.
 *
 * <p>The fields of a schema are its leaves: an object counts as the fields under it, an array of
 * objects as the fields of its items, an array of plain values as one field. A field is empty when
 * it is absent, null, "", [], {} or "N/A" (in any case, blanks around it aside), or holds nothing
 * but such values. A field of the items of an array is filled to the share of the items that fill
 * it, and not at all where there are no items; so every field of the schema weighs the same however
 * long the answer is. A schema that names no fields has one: the answer itself.
 *
 * @param share mean of how far the fields are filled, 0 to 1
 * @param extracted fields that are filled, in at least one item where there are several
 * @param total fields of the schema
 */
public record Completeness(double share, int extracted, int total) {

  public static Completeness of(JsonNode schema, JsonNode answer) {
    SchemaFields fields = new SchemaFields(schema);
    fields.count(schema, List.of(answer));
    return new Completeness(
        fields.total() == 0 ? 0 : fields.filled() / fields.total(),
        fields.extracted(),
        fields.total());
  }

  /** Whether a value says nothing: absent, null, "", [], {}, "N/A", or nothing but such values. */
  public static boolean isEmpty(@Nullable JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      return true;
    }
    if (value.isString()) {
      String text = value.stringValue().strip();
      return text.isEmpty() || text.toUpperCase(Locale.ROOT).equals("N/A");
    }
    return value.isContainer() && value.values().stream().allMatch(Completeness::isEmpty);
  }
}
