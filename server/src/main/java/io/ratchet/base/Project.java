// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.util.regex.Pattern;

/** Whose things are meant. What belongs to another project is not found. */
public record Project(String name) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  public static final Project DEFAULT = new Project("default");

  public Project {
    if (!NAME.matcher(name).matches()) {
      throw Failure.invalid(
          "not the name of a project: " + Problem.shorten(name),
          "send up to 63 letters, digits, dots, dashes and underscores, a letter or digit first");
    }
  }

  public boolean isDefault() {
    return equals(DEFAULT);
  }

  @Override
  public String toString() {
    return name;
  }
}
