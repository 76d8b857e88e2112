// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

/**
 * How much is taken of documents.
 *
 * @param maxDocument bytes of the longest text
 * @param maxMetadata bytes of the longest metadata
 * @param maxGold bytes of the longest gold
 * @param summaryResults the most results that one summary reads
 */
public record ExtractionConfig(
    long maxDocument, long maxMetadata, long maxGold, int summaryResults) {
  static ExtractionConfig read(Section section) {
    return new ExtractionConfig(
        section.size(
            "max_document", "1MiB", "1KiB", "64MiB", "The longest text of a document, in UTF-8."),
        section.size(
            "max_metadata",
            "16KiB",
            "1KiB",
            "1MiB",
            "The longest metadata of a document, as JSON."),
        section.size(
            "max_gold", "256KiB", "1KiB", "16MiB", "The longest gold of a document, as JSON."),
        section.integer(
            "summary_results",
            10_000,
            1,
            1_000_000,
            "The most results that one summary reads, the newest ones."));
  }
}
