// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import io.ratchet.base.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where a database is: {@code sqlite:PATH} or {@code postgresql://user:password@host:port/name}.
 *
 * @param jdbc the URL of the driver, without credentials
 */
record DatabaseUrl(Engine engine, String jdbc, String user, String password, String shown) {
  private static final String SQLITE = "sqlite:";

  static DatabaseUrl parse(String url) {
    if (url.startsWith(SQLITE) && url.length() > SQLITE.length()) {
      return new DatabaseUrl(Engine.SQLITE, "jdbc:" + url, "", "", url);
    }
    if (url.startsWith("postgresql://") || url.startsWith("postgres://")) {
      return postgresql(url);
    }
    throw Failure.invalid(
        "storage.url is not a database we know: " + url.replaceAll("//[^@/]*@", "//***@"),
        "use sqlite:PATH or postgresql://user:password@host:5432/name");
  }

  private static DatabaseUrl postgresql(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
        throw Failure.invalid(
            "storage.url names no host or no database",
            "use postgresql://user:password@host:5432/name");
      }
      String credentials = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
      int colon = credentials.indexOf(':');
      String user = colon < 0 ? credentials : credentials.substring(0, colon);
      String password = colon < 0 ? "" : credentials.substring(colon + 1);
      String place =
          "postgresql://"
              + uri.getHost()
              + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
              + uri.getRawPath();
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return new DatabaseUrl(
          Engine.POSTGRESQL, "jdbc:" + place + query, decode(user), decode(password), place);
    } catch (URISyntaxException e) {
      throw Failure.invalid(
          "storage.url cannot be read at character " + e.getIndex(),
          "percent-encode special characters of the password");
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
