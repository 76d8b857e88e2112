// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

/** One column of what calls look like: an input of the version, or something it answered. */
public record Series(Role role, String name) implements Comparable<Series> {
  /** The most characters of a name that count. */
  static final int NAME_LENGTH = 200;

  /** Where its values come from. */
  public enum Role {
    /** A feature, or the length of what was asked. */
    INPUT,
    /** The prediction, the answer, how sure it was, how the call ended. */
    OUTPUT
  }

  public Series {
    if (name.length() > NAME_LENGTH) {
      throw new IllegalArgumentException("the name of a series is too long: " + name);
    }
  }

  static Series input(String name) {
    return new Series(Role.INPUT, name);
  }

  static Series output(String name) {
    return new Series(Role.OUTPUT, name);
  }

  /** As it is kept; no two are the same. */
  String key() {
    return (role == Role.INPUT ? "i:" : "o:") + name;
  }

  static Series ofKey(String key) {
    Role role = key.startsWith("i:") ? Role.INPUT : Role.OUTPUT;
    if (role == Role.OUTPUT && !key.startsWith("o:")) {
      throw new IllegalArgumentException("not the key of a series: " + key);
    }
    return new Series(role, key.substring(2));
  }

  @Override
  public int compareTo(Series other) {
    int byRole = role.compareTo(other.role);
    return byRole == 0 ? name.compareTo(other.name) : byRole;
  }
}
