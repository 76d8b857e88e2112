// SPDX-License-Identifier: Apache-2.0
package io.ratchet.mlflow;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import tools.jackson.databind.JsonNode;

/** The refusals that MLflow's clients know by their words, worded once. */
public final class Refusals {
  private static final String SEE =
      " See the API docs for more information about request parameters.";

  private Refusals() {}

  /** A request that is wrong as it stands. */
  public static Failure invalid(String message) {
    return new Failure(ErrorCode.INVALID, message, "");
  }

  /** A thing that does not exist. */
  public static Failure missing(String message) {
    return new Failure(ErrorCode.MISSING, message, "");
  }

  /** A name that is taken. */
  public static Failure exists(String message) {
    return new Failure(ErrorCode.EXISTS, message, "");
  }

  /** A field that must be there. */
  public static Failure absent(String field) {
    return invalid("Missing value for required parameter '" + field + "'." + SEE);
  }

  /** A value of another type than its field. */
  public static Failure mistyped(String field, JsonNode value) {
    return invalid(
        "Invalid value %s for parameter '%s' supplied:  Hint: Value was of type '%s'.%s"
            .formatted(Problem.shorten(value.toString()), field, type(value), SEE));
  }

  /** A value that its field does not take. */
  public static Failure unfit(String field, String value, String why) {
    return invalid(
        "Invalid value %s for parameter '%s' supplied: %s"
            .formatted(Problem.shorten(value), field, why));
  }

  /** A token that is not one of ours. */
  public static Failure pageToken() {
    return invalid("Invalid page token, could not base64-decode");
  }

  /** Python's names, which the original shows. */
  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "str";
      case BOOLEAN -> "bool";
      case NUMBER -> value.isIntegralNumber() ? "int" : "float";
      case NULL, MISSING -> "NoneType";
      case ARRAY -> "list";
      case OBJECT -> "dict";
      case BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + value.getNodeType());
    };
  }
}
