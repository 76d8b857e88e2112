// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import java.util.Objects;

/** The entry point of the process. */
public final class Main {
  private Main() {}

  /** Prints the version. */
  public static void main(String[] arguments) {
    System.out.println("ratchet " + version());
  }

  private static String version() {
    return Objects.requireNonNullElse(
        Main.class.getPackage().getImplementationVersion(), "development");
  }
}
