// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.http.Request;
import java.util.regex.Pattern;

/**
 * Whose groups and runs a request is about. What belongs to another project is not found.
 *
 * @param name as the header {@value #HEADER} says it
 */
public record Project(String name) {
  /** MLflow's clients send their workspace in it. */
  public static final String HEADER = "x-mlflow-workspace";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  public static final Project DEFAULT = new Project("default");

  public Project {
    if (!NAME.matcher(name).matches()) {
      throw Failure.invalid(
          "not the name of a project: " + Problem.shorten(name),
          "send up to 63 letters, digits, dots, dashes and underscores, a letter or digit first");
    }
  }

  /** The project of a request, the default one where it names none. */
  public static Project of(Request request) {
    return request
        .header(HEADER)
        .filter(name -> !name.isBlank())
        .map(name -> new Project(name.strip()))
        .orElse(DEFAULT);
  }
}
