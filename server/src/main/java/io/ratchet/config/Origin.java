// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.Comparator;

/** Where a value was written: a place in a file, an environment variable, or the command line. */
sealed interface Origin {
  /** Later places stand over earlier ones; equal for two places in files. */
  int rank();

  /** The full place, as it opens the line of a fault. */
  String where();

  /** The place in short, as it follows a value that is shown. */
  String brief();

  /** Files by line, then variables by name, then the command line. */
  Comparator<Origin> ORDER =
      Comparator.comparingInt(Origin::rank)
          .thenComparing(o -> o instanceof File f ? f.name() : o.where())
          .thenComparing(o -> o instanceof File f ? f.line() : 0)
          .thenComparing(o -> o instanceof File f ? f.column() : 0);

  /** Lines and columns count from 1. */
  record File(String name, int line, int column) implements Origin {
    @Override
    public int rank() {
      return 1;
    }

    @Override
    public String where() {
      return name + ":" + line + ":" + column;
    }

    @Override
    public String brief() {
      return name + ":" + line;
    }
  }

  record Environment(String variable) implements Origin {
    @Override
    public int rank() {
      return 2;
    }

    @Override
    public String where() {
      return "environment variable " + variable;
    }

    @Override
    public String brief() {
      return variable;
    }
  }

  record CommandLine() implements Origin {
    @Override
    public int rank() {
      return 3;
    }

    @Override
    public String where() {
      return "command line";
    }

    @Override
    public String brief() {
      return "command line";
    }
  }
}
