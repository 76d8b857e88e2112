// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a benchmark makes its databases: in the scratch folder, or on a server. */
public final class Storage implements AutoCloseable {
  @Option(
      names = "--url",
      description =
          "A PostgreSQL that databases are made on: postgresql://user:password@host:port/name;"
              + " default SQLite.")
  private @Nullable String url;

  @Option(names = "--postgres", description = "A PostgreSQL that is started for this run.")
  private boolean start;

  private @Nullable EmbeddedPostgres started;

  /** Starts what has to be started. */
  public void open(Scratch scratch) throws IOException {
    if (start) {
      started =
          EmbeddedPostgres.builder()
              .setDataDirectory(scratch.folder().resolve("postgresql"))
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .start();
      url = "postgresql://postgres:postgres@127.0.0.1:" + started.getPort() + "/postgres";
    }
  }

  /** What the figures are about. */
  public String shown() throws SQLException {
    if (url == null) {
      return "SQLite";
    }
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW server_version")) {
      row.next();
      return "PostgreSQL " + row.getString(1);
    }
  }

  /** A new database, empty, of that name; one of that name that is there is deleted. */
  public Place create(Path folder, String name) throws SQLException {
    if (url == null) {
      Path file = folder.resolve(name + ".db").toAbsolutePath();
      return new Place("sqlite:" + file, file);
    }
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS ratchet_" + name + " WITH (FORCE)");
      statement.execute("CREATE DATABASE ratchet_" + name);
    }
    return new Place(url.substring(0, url.lastIndexOf('/')) + "/ratchet_" + name, null);
  }

  /**
   * One database.
   *
   * @param url as the product takes it
   */
  public record Place(String url, @Nullable Path file) {

    /** A plain connection beside the product's. */
    public Connection connect() throws SQLException {
      return file == null ? Storage.connect(url) : DriverManager.getConnection("jdbc:" + url);
    }

    /** What it takes on disk, log included. */
    public long bytes() throws IOException, SQLException {
      if (file != null) {
        long log = Files.exists(log(file)) ? Files.size(log(file)) : 0;
        return Files.size(file) + log;
      }
      try (Connection connection = connect();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
        row.next();
        return row.getLong(1);
      }
    }

    private static Path log(Path file) {
      return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** Deletes it on its server; a file goes with its folder. */
    public void drop() throws SQLException {
      if (file == null) {
        String name = url.substring(url.lastIndexOf('/') + 1);
        String server = url.substring(0, url.lastIndexOf('/'));
        try (Connection connection = Storage.connect(server + "/postgres");
            Statement statement = connection.createStatement()) {
          statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
      }
    }
  }

  private static Connection connect(String url) throws SQLException {
    URI uri = URI.create(url);
    Properties properties = new Properties();
    String[] user = uri.getUserInfo().split(":", 2);
    properties.setProperty("user", user[0]);
    properties.setProperty("password", user.length > 1 ? user[1] : "");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(), properties);
  }

  @Override
  public void close() throws IOException {
    if (started != null) {
      started.close();
    }
  }
}
