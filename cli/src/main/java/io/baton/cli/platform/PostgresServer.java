package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** PostgreSQL on loopback, with its data in a directory. */
final class PostgresServer implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(60);

  private final EmbeddedPostgres server;
  private final Path data;

  private PostgresServer(EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
  }

  /**
   * Starts a server that goes on with what is in the directory.
   *
   * @param durable whether a commit waits for the disk
   */
  static PostgresServer start(Path data, int port, Path log, boolean durable) {
    try {
      stopOrphan(data);
      removeHalfMade(data);
      File logFile = log.toFile();
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setOverrideWorkingDirectory(binaries().toFile())
              .setPort(port)
              .setPGStartupWait(STARTUP)
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("unix_socket_directories", "")
              .setServerConfig("max_connections", "60")
              .setServerConfig("shared_buffers", "32MB")
              .setServerConfig("fsync", durable ? "on" : "off")
              .setServerConfig("synchronous_commit", durable ? "on" : "off")
              .setServerConfig("full_page_writes", durable ? "on" : "off")
              .setOutputRedirector(ProcessBuilder.Redirect.appendTo(logFile))
              .setErrorRedirector(ProcessBuilder.Redirect.appendTo(logFile))
              .start();
      Files.writeString(marker(data), "initdb finished here\n");
      return new PostgresServer(server, data);
    } catch (IOException | IllegalStateException e) {
      throw new CommandFailedException(
          "PostgreSQL did not start; its log "
              + log
              + " says why"
              + LogTail.lastProblem(log).map(line -> ": " + line).orElse("."),
          e);
    }
  }

  /** One copy of the programs for each user. */
  private static Path binaries() throws IOException {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path root =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return Files.createDirectories(root.resolve("baton").resolve("postgresql"));
  }

  private static Path marker(Path data) {
    return data.resolveSibling(data.getFileName() + ".ready");
  }

  /** A directory whose making was cut short holds nothing yet, and initdb refuses it. */
  private static void removeHalfMade(Path data) throws IOException {
    if (Files.exists(data) && !Files.exists(marker(data))) {
      Trees.delete(data);
    }
  }

  /** A server that outlived a crash; the caller holds the lock of the directory above. */
  private static void stopOrphan(Path data) throws IOException {
    Optional<ProcessHandle> orphan = postmaster(data);
    if (orphan.isPresent()) {
      orphan.get().destroy();
      orphan.get().onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  private static Optional<ProcessHandle> postmaster(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    long id = Long.parseLong(Files.readAllLines(file).get(0).strip());
    return ProcessHandle.of(id).filter(process -> servesFrom(process, data));
  }

  /** Ids are given anew after a restart of the machine. */
  private static boolean servesFrom(ProcessHandle process, Path data) {
    try {
      String command = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return command.contains("postgres") && command.contains(data.toString());
    } catch (IOException gone) {
      return false;
    }
  }

  boolean isAlive() {
    try {
      return postmaster(data).filter(ProcessHandle::isAlive).isPresent();
    } catch (IOException unreadable) {
      return false;
    }
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new CommandFailedException("PostgreSQL in " + data + " did not stop.", e);
    }
  }
}
