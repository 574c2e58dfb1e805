package io.baton.api.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A real PostgreSQL: in a container where a Docker socket answers, else embedded, which it says.
 * With {@code BATON_REQUIRE_DOCKER=true} a missing socket is a failure.
 */
public sealed interface TestDatabase extends AutoCloseable {
  String jdbcUrl();

  String user();

  String password();

  @Override
  void close();

  static TestDatabase start() {
    if (DockerClientFactory.instance().isDockerAvailable()) {
      return InContainer.start();
    }
    if (Boolean.parseBoolean(System.getenv("BATON_REQUIRE_DOCKER"))) {
      throw new IllegalStateException(
          "BATON_REQUIRE_DOCKER is true and no Docker socket answers; start Docker or unset it");
    }
    return Embedded.start();
  }

  /** Through Testcontainers; {@code BATON_TEST_POSTGRES_IMAGE} names another image. */
  record InContainer(PostgreSQLContainer container) implements TestDatabase {
    private static final String DEFAULT_IMAGE = "postgres:17";

    static InContainer start() {
      String image = System.getenv().getOrDefault("BATON_TEST_POSTGRES_IMAGE", DEFAULT_IMAGE);
      PostgreSQLContainer container =
          new PostgreSQLContainer(
              DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
      container.start();
      System.out.println("Tests run on PostgreSQL in a container of " + image + ".");
      return new InContainer(container);
    }

    @Override
    public String jdbcUrl() {
      return container.getJdbcUrl();
    }

    @Override
    public String user() {
      return container.getUsername();
    }

    @Override
    public String password() {
      return container.getPassword();
    }

    @Override
    public void close() {
      container.stop();
    }
  }

  /** From Maven. */
  record Embedded(EmbeddedPostgres postgres) implements TestDatabase {
    static Embedded start() {
      try {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        System.out.println(
            "Tests run on embedded PostgreSQL on port "
                + postgres.getPort()
                + ": no Docker socket answers.");
        return new Embedded(postgres);
      } catch (IOException e) {
        throw new UncheckedIOException("embedded PostgreSQL does not start", e);
      }
    }

    @Override
    public String jdbcUrl() {
      return postgres.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public String user() {
      return "postgres";
    }

    @Override
    public String password() {
      return "postgres";
    }

    @Override
    public void close() {
      try {
        postgres.close();
      } catch (IOException e) {
        throw new UncheckedIOException("embedded PostgreSQL does not stop", e);
      }
    }
  }
}
