package io.baton.api.platform;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A real PostgreSQL: in a container where a Docker engine answers and has or gets the image, else
 * embedded, which it says. With {@code BATON_REQUIRE_DOCKER=true} it is the container or a failure.
 */
public sealed interface TestDatabase extends AutoCloseable {
  String jdbcUrl();

  String user();

  String password();

  @Override
  void close();

  static TestDatabase start() {
    boolean dockerRequired = Boolean.parseBoolean(System.getenv("BATON_REQUIRE_DOCKER"));
    if (DockerClientFactory.instance().isDockerAvailable()) {
      if (dockerRequired || InContainer.isImageToBeHad()) {
        return InContainer.start();
      }
      return Embedded.start("Docker has no image " + InContainer.image() + " and gets none");
    }
    if (dockerRequired) {
      throw new IllegalStateException(
          "BATON_REQUIRE_DOCKER is true and no Docker socket answers; start Docker or unset it");
    }
    return Embedded.start("no Docker socket answers");
  }

  /** Through Testcontainers; {@code BATON_TEST_POSTGRES_IMAGE} names another image. */
  record InContainer(PostgreSQLContainer container) implements TestDatabase {
    private static final String DEFAULT_IMAGE = "postgres:17";

    static String image() {
      return System.getenv().getOrDefault("BATON_TEST_POSTGRES_IMAGE", DEFAULT_IMAGE);
    }

    /** Asks once, where Testcontainers would ask for two minutes. */
    static boolean isImageToBeHad() {
      DockerClient docker = DockerClientFactory.lazyClient();
      try {
        docker.inspectImageCmd(image()).exec();
        return true;
      } catch (NotFoundException notYet) {
        return isPulled(docker);
      }
    }

    private static boolean isPulled(DockerClient docker) {
      try {
        docker.pullImageCmd(image()).start().awaitCompletion();
        return true;
      } catch (DockerException | DockerClientException noRegistry) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    static InContainer start() {
      String image = image();
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
    static Embedded start(String why) {
      try {
        // As Testcontainers starts one: no test loses power.
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        System.out.println(
            "Tests run on embedded PostgreSQL on port " + postgres.getPort() + ": " + why + ".");
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
