// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list and the token that continues it.
 *
 * @param items at most as many as were asked for
 * @param nextPageToken null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextPageToken) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Cuts a page out of a list that was read one item longer than asked; the key of the last item
   * shown becomes the token.
   */
  public static <T> Page<T> cut(List<T> oneMore, int limit, Function<T, String> key) {
    if (oneMore.size() <= limit) {
      return new Page<>(oneMore, null);
    }
    List<T> shown = oneMore.subList(0, limit);
    return new Page<>(shown, token(key.apply(shown.getLast())));
  }

  /** A page that ends for another reason than its length, such as the cost of looking further. */
  public static <T> Page<T> endingAt(List<T> items, String key) {
    return new Page<>(items, token(key));
  }

  private static String token(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  /** The key that a token holds. */
  public static String key(String token) {
    String key;
    try {
      key = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw badToken(token);
    }
    if (key.indexOf('\0') >= 0) {
      throw badToken(token); // not every store can look for it
    }
    return key;
  }

  public static Failure badToken(String token) {
    return Failure.invalid(
        "page_token is not one of ours: " + Problem.shorten(token),
        "send the next_page_token of the previous answer, or none for the first page");
  }
}
