// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * One line for each event on standard error, warnings of libraries and everything of ours. A file
 * named by {@code java.util.logging.config.file} takes its place.
 */
final class Logging {
  private static final String SETTINGS =
      """
      handlers=java.util.logging.ConsoleHandler
      .level=WARNING
      io.ratchet.level=INFO
      java.util.logging.ConsoleHandler.level=ALL
      java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n
      """;

  private Logging() {}

  static void configure() {
    if (System.getProperty("java.util.logging.config.file") == null) {
      try {
        LogManager.getLogManager()
            .readConfiguration(new ByteArrayInputStream(SETTINGS.getBytes(StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
