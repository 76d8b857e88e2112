// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose things a request is about. What belongs to another project is not found.
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

  /**
   * The project of a request that the gate has admitted: the one that its caller is bound to, else
   * the one it names, else the default one.
   */
  public static Project of(Request request) {
    Project bound = request.caller().project();
    return bound == null ? named(request).orElse(DEFAULT) : bound;
  }

  /** The project that a request names itself. */
  public static Optional<Project> named(Request request) {
    return request
        .header(HEADER)
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(Project::new);
  }

  public boolean isDefault() {
    return equals(DEFAULT);
  }

  @Override
  public String toString() {
    return name;
  }
}
