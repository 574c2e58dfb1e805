package io.baton.it.service;

import io.baton.locals3.LocalS3Process;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** What services stand on: a real PostgreSQL and an S3 server, with a database for each test. */
final class Foundation implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final LocalS3Process storage;

  private Foundation(EmbeddedPostgres postgres, LocalS3Process storage) {
    this.postgres = postgres;
    this.storage = storage;
  }

  static Foundation start(Path directory) throws IOException {
    return new Foundation(
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("max_connections", "100")
            .start(),
        LocalS3Process.in(directory.resolve("s3")).buckets("baton").start());
  }

  void createDatabase(String name) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
  }

  Connection connect(String database) throws SQLException {
    return postgres.getDatabase("postgres", database).getConnection();
  }

  /** How a replica finds all this. */
  Map<String, String> environment(String database) {
    return Map.of(
        "BATON_DATABASE_URL", postgres.getJdbcUrl("postgres", database),
        "BATON_DATABASE_USER", "postgres",
        "BATON_DATABASE_PASSWORD", "postgres",
        "BATON_STORAGE_ENDPOINT", storage.endpoint().toString(),
        "BATON_STORAGE_BUCKET", "baton",
        "BATON_STORAGE_ACCESS_KEY", storage.accessKey(),
        "BATON_STORAGE_SECRET_KEY", storage.secretKey());
  }

  @Override
  public void close() throws IOException {
    storage.close();
    postgres.close();
  }
}
