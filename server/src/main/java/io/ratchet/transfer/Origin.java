// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an import comes from, as its address says. */
sealed interface Origin {
  /** The address without credentials, in the one way in which it is written. */
  String shown();

  /** A database of MLflow in an SQLite file. */
  record SqliteFile(Path file) implements Origin {
    @Override
    public String shown() {
      return "sqlite:" + file;
    }
  }

  /** A database of MLflow on a PostgreSQL server. */
  record PostgresqlDatabase(String url, String shown) implements Origin {}

  /** A server that speaks MLflow's wire. */
  record TrackingServer(URI uri, String shown) implements Origin {}

  /** A folder in the plain form. */
  record Folder(Path path) implements Origin {
    @Override
    public String shown() {
      return "file:" + path;
    }
  }

  Pattern SQLITE = Pattern.compile("sqlite:(?://)?(/.*|[^/].*)");
  Pattern POSTGRESQL = Pattern.compile("postgres(?:ql)?(?:\\+\\w+)?://(.*)");

  /**
   * Reads an address.
   *
   * @throws Failure INVALID for one that is none
   */
  static Origin parse(String address) {
    if (address.indexOf('\0') >= 0) {
      throw unknown(address);
    }
    Matcher sqlite = SQLITE.matcher(address);
    if (sqlite.matches()) {
      // MLflow writes sqlite:///relative and sqlite:////absolute
      String path = sqlite.group(1).replaceFirst("^/(?=/)", "");
      return new SqliteFile(path(address, path));
    }
    Matcher postgresql = POSTGRESQL.matcher(address);
    if (postgresql.matches()) {
      String rest = postgresql.group(1);
      int at = rest.lastIndexOf('@', endOfAuthority(rest));
      return new PostgresqlDatabase("postgresql://" + rest, "postgresql://" + place(rest, at));
    }
    if (address.startsWith("http://") || address.startsWith("https://")) {
      return server(address);
    }
    if (address.contains("://") && !address.startsWith("file://")) {
      throw unknown(address);
    }
    String path = address.replaceFirst("^file:(//)?", "");
    return new Folder(path(address, path));
  }

  private static int endOfAuthority(String rest) {
    int slash = rest.lastIndexOf('/');
    return slash < 0 ? rest.length() : slash;
  }

  private static String place(String rest, int at) {
    String place = rest.substring(at + 1);
    int query = place.indexOf('?');
    return query < 0 ? place : place.substring(0, query);
  }

  private static Origin server(String address) {
    try {
      URI uri = URI.create(address.replaceFirst("/+$", ""));
      if (uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new TrackingServer(
            uri, uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath());
      }
    } catch (IllegalArgumentException e) {
      throw unknown(address);
    }
    throw unknown(address);
  }

  private static Path path(String address, String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      throw unknown(address);
    }
    throw Failure.invalid(
        "from is a path that depends on where one stands: " + Problem.shorten(address),
        "write the whole path, as the server sees it");
  }

  private static Failure unknown(String address) {
    return Failure.invalid(
        "from is nothing that can be imported: "
            + Problem.shorten(address.replaceAll("//[^@/]*@", "//***@")),
        "write sqlite:/PATH, postgresql://user:password@host/name, http://HOST:PORT or a folder");
  }
}
