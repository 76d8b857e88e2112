// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.regex.Pattern;

/** Takes the secrets out of what is shown: passwords inside URLs, and credentials in queries. */
public final class Redaction {
  static final String HIDDEN = "***";

  /** The password ends at the last @ before the host, since careless ones hold an @ themselves. */
  private static final Pattern USER = Pattern.compile("(://[^/:@\\s]*:)[^\\s/?#]*@");

  /** A password with a slash in it, which no URL may hold, but people write it. */
  private static final Pattern LOOSE_USER =
      Pattern.compile("(://[^/:@\\s]*:)(?!\\d+[/?#])[^\\s@]*@");

  private static final Pattern QUERY =
      Pattern.compile("(?i)([?&;][^=&;\\s]*(?:password|secret|token|key)=)[^&;\\s]*");

  private Redaction() {}

  /** The text without the passwords it carries. */
  public static String of(String text) {
    String users = USER.matcher(text).replaceAll("$1" + HIDDEN + "@");
    String loose = LOOSE_USER.matcher(users).replaceAll("$1" + HIDDEN + "@");
    return QUERY.matcher(loose).replaceAll("$1" + HIDDEN);
  }
}
