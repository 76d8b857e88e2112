// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

/** What sort of thing a key names; its word is how the original calls it. */
public enum Kind {
  ATTRIBUTE("attribute"),
  METRIC("metric"),
  PARAMETER("parameter"),
  TAG("tag"),
  DATASET("dataset"),
  METADATA("metadata"),
  SPAN("span"),
  FEEDBACK("feedback"),
  EXPECTATION("expectation"),
  ISSUE("issue");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
