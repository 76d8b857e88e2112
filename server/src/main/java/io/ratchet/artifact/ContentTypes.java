// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Guesses the type of a file by its name. What people read as text is text, markup included, so
 * that looking at it never runs it.
 */
final class ContentTypes {
  private static final String TEXT = "text/plain";
  private static final Set<String> TEXTS =
      Set.of(
          "txt",
          "log",
          "err",
          "cfg",
          "conf",
          "cnf",
          "cf",
          "ini",
          "properties",
          "prop",
          "hocon",
          "toml",
          "yaml",
          "yml",
          "xml",
          "json",
          "jsonl",
          "js",
          "py",
          "py3",
          "r",
          "java",
          "sh",
          "sql",
          "csv",
          "tsv",
          "md",
          "rst",
          "html",
          "htm",
          "svg",
          "mlmodel",
          "mlproject");
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("bmp", "image/bmp"),
          Map.entry("tif", "image/tiff"),
          Map.entry("tiff", "image/tiff"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("zip", "application/zip"),
          Map.entry("gz", "application/gzip"),
          Map.entry("tar", "application/x-tar"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("wav", "audio/wav"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("webm", "video/webm"));

  private ContentTypes() {}

  static String of(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TEXTS.contains(ending) ? TEXT : OTHERS.getOrDefault(ending, "application/octet-stream");
  }
}
