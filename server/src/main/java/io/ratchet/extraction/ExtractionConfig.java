// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

/**
 * How much is taken.
 *
 * @param maxDocumentBytes longest text of a document, in UTF-8
 * @param maxMetadataBytes longest metadata of a document, as JSON
 * @param maxGoldBytes longest gold of a document, as JSON
 * @param summaryResults most results that one summary reads, the newest ones
 */
public record ExtractionConfig(
    int maxDocumentBytes, int maxMetadataBytes, int maxGoldBytes, int summaryResults) {

  public static ExtractionConfig defaults() {
    return new ExtractionConfig(1 << 20, 16 << 10, 256 << 10, 10_000);
  }
}
