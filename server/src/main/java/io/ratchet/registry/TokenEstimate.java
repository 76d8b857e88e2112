// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.util.List;

/**
 * A guess at the tokens of a prompt before its variables are filled in, the same for every model:
 * one token for four ASCII characters and one for every other character, rounded up. Tokenizers of
 * today come near the first for English and near the second for Chinese; providers report the truth
 * with each call.
 */
final class TokenEstimate {
  private static final int ASCII_PER_TOKEN = 4;
  private static final int ASCII_LIMIT = 128;

  private TokenEstimate() {}

  static long of(List<Message> messages) {
    long ascii = 0;
    long other = 0;
    for (Message message : messages) {
      String text = message.template().text();
      long plain = text.codePoints().filter(c -> c < ASCII_LIMIT).count();
      ascii += plain;
      other += text.codePointCount(0, text.length()) - plain;
    }
    return Math.ceilDiv(ascii, ASCII_PER_TOKEN) + other;
  }
}
