package io.baton.locals3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A running S3 server on loopback, in a JVM of its own. It stops with {@link #close()}, and by
 * itself when the process that started it dies. Its objects stay in the data directory, so a later
 * server on the same directory goes on with them.
 */
public final class LocalS3Process implements AutoCloseable {
  private static final int ANSWER_TIMEOUT_MILLIS = 10_000;

  private final Process process;
  private final URI endpoint;
  private final Settings settings;

  private LocalS3Process(Process process, URI endpoint, Settings settings) {
    this.process = process;
    this.endpoint = endpoint;
    this.settings = settings;
  }

  /** A server that keeps its objects in {@code data}; the directory is made when it is missing. */
  public static Settings in(Path data) {
    return new Settings(data.toAbsolutePath(), 0, "local-access", "local-secret", List.of());
  }

  /**
   * How the server is started.
   *
   * @param data directory with a subdirectory for every bucket
   * @param port 1 to 65535, or 0 for any free port
   * @param accessKey the only access key that requests may be signed with
   * @param secretKey its secret
   * @param buckets made when they are missing
   */
  public record Settings(
      Path data, int port, String accessKey, String secretKey, List<String> buckets) {
    public Settings {
      Objects.requireNonNull(data, "data");
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
      }
      if (accessKey.isBlank() || secretKey.isBlank()) {
        throw new IllegalArgumentException("the access key and its secret must not be blank");
      }
      buckets = List.copyOf(buckets);
    }

    public Settings port(int port) {
      return new Settings(data, port, accessKey, secretKey, buckets);
    }

    public Settings keys(String accessKey, String secretKey) {
      return new Settings(data, port, accessKey, secretKey, buckets);
    }

    public Settings buckets(String... buckets) {
      return new Settings(data, port, accessKey, secretKey, List.of(buckets));
    }

    /** Where the server's warnings go: beside the data directory. */
    public Path log() {
      return data.resolveSibling(data.getFileName() + ".log");
    }

    /**
     * Returns once the server answers.
     *
     * @throws LocalS3Exception with one sentence that says why there is no server
     */
    public LocalS3Process start() {
      return LocalS3Process.start(this);
    }
  }

  private static LocalS3Process start(Settings settings) {
    Process process = launch(settings);
    boolean started = false;
    try {
      // The only line that the server ever writes there, or the end of the stream if it died.
      String line =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      if (line == null) {
        throw noAnswer(settings, null);
      }
      URI endpoint = Handshake.parse(line);
      requireAnswer(endpoint);
      started = true;
      return new LocalS3Process(process, endpoint, settings);
    } catch (IOException e) {
      throw noAnswer(settings, e);
    } finally {
      if (!started) {
        process.destroyForcibly();
      }
    }
  }

  private static Process launch(Settings settings) {
    List<String> command = new ArrayList<>();
    // A session of its own: Ctrl-C in the terminal of whoever started it is not meant for it.
    command.add("setsid");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // One request of s3proxy may hold a whole signed part in memory.
    command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", ServerClasspath.locate(), "io.baton.locals3.LocalS3Server"));
    command.add(settings.data().toString());
    command.add(Integer.toString(settings.port()));
    command.addAll(settings.buckets());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(Handshake.ACCESS_KEY, settings.accessKey());
    builder.environment().put(Handshake.SECRET_KEY, settings.secretKey());
    try {
      Files.createDirectories(settings.log().getParent());
      builder.redirectError(ProcessBuilder.Redirect.appendTo(settings.log().toFile()));
      return builder.start();
    } catch (IOException e) {
      throw new LocalS3Exception(
          LocalS3Exception.Code.DATA_DIRECTORY,
          "The local S3 server cannot write beside its data directory "
              + settings.data()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static void requireAnswer(URI endpoint) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
    connection.setConnectTimeout(ANSWER_TIMEOUT_MILLIS);
    connection.setReadTimeout(ANSWER_TIMEOUT_MILLIS);
    try {
      // Any status will do: without a signature it is 403.
      connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private static LocalS3Exception noAnswer(Settings settings, IOException cause) {
    return new LocalS3Exception(
        LocalS3Exception.Code.NO_ANSWER,
        "The local S3 server did not start; its log " + settings.log() + " says why.",
        cause);
  }

  /** The server's base address, such as {@code http://127.0.0.1:41234}. */
  public URI endpoint() {
    return endpoint;
  }

  public String accessKey() {
    return settings.accessKey();
  }

  public String secretKey() {
    return settings.secretKey();
  }

  public List<String> buckets() {
    return settings.buckets();
  }

  public Path data() {
    return settings.data();
  }

  /** The server's process id. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The same settings on the port that this server had, to bring it back after a stop. */
  public Settings restart() {
    return settings.port(endpoint.getPort());
  }

  /** Stops the server and returns when its process is gone; what it stored stays. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
