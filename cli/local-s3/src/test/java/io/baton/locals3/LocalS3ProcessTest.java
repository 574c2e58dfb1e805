package io.baton.locals3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalS3ProcessTest {
  @TempDir Path directory;

  @Test
  void answers_on_loopback_with_its_buckets_made() throws Exception {
    try (LocalS3Process server =
        LocalS3Process.in(directory.resolve("data")).buckets("jobs", "models").start()) {
      assertThat(server.endpoint().getHost()).isEqualTo("127.0.0.1");
      assertThat(directory.resolve("data/jobs")).isDirectory();
      assertThat(directory.resolve("data/models")).isDirectory();
    }
  }

  @Test
  void refuses_a_request_without_a_signature() throws Exception {
    try (LocalS3Process server =
        LocalS3Process.in(directory.resolve("data")).buckets("jobs").start()) {
      Path weights = Files.writeString(directory.resolve("data/jobs/weights"), "private");
      // As the server writes objects itself: it takes an object that all may read for public.
      Files.setPosixFilePermissions(weights, PosixFilePermissions.fromString("rw-r-----"));
      assertThat(statusOf(server.endpoint().resolve("/jobs/weights"), "GET")).isEqualTo(403);
      assertThat(statusOf(server.endpoint().resolve("/jobs/weights"), "PUT")).isEqualTo(403);
      assertThat(statusOf(server.endpoint().resolve("/jobs?list-type=2"), "GET")).isEqualTo(403);
      assertThat(weights).hasContent("private");
    }
  }

  @Test
  void lets_pages_of_any_origin_use_addresses_that_were_signed_for_them() throws Exception {
    try (LocalS3Process server =
        LocalS3Process.in(directory.resolve("data")).buckets("jobs").start()) {
      // Not with HttpURLConnection, which keeps the header Origin to itself.
      HttpResponse<Void> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(server.endpoint().resolve("/jobs/weights"))
                      .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                      .header("Origin", "http://127.0.0.1:8080")
                      .header("Access-Control-Request-Method", "PUT")
                      .build(),
                  HttpResponse.BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
          .contains("PUT");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    }
  }

  @Test
  void says_in_one_sentence_that_the_port_is_in_use() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      LocalS3Process.Settings settings =
          LocalS3Process.in(directory.resolve("data")).port(taken.getLocalPort());
      assertThatThrownBy(settings::start)
          .isInstanceOf(LocalS3Exception.class)
          .hasMessage(
              "Port %d on 127.0.0.1 is in use: stop what listens there, or give the local S3"
                  + " server another port.",
              taken.getLocalPort());
    }
  }

  @Test
  void says_in_one_sentence_that_the_data_directory_is_a_file() throws Exception {
    Path file = Files.writeString(directory.resolve("data"), "not a directory");
    assertThatThrownBy(() -> LocalS3Process.in(file).start())
        .isInstanceOfSatisfying(
            LocalS3Exception.class,
            e -> assertThat(e.code()).isEqualTo(LocalS3Exception.Code.DATA_DIRECTORY))
        .hasMessageContaining(file.toString());
  }

  @Test
  void refuses_a_bucket_name_that_would_leave_the_data_directory() {
    assertThatThrownBy(
            () -> LocalS3Process.in(directory.resolve("data")).buckets("../outside").start())
        .isInstanceOfSatisfying(
            LocalS3Exception.class,
            e -> assertThat(e.code()).isEqualTo(LocalS3Exception.Code.BUCKET));
    assertThat(directory.resolve("outside")).doesNotExist();
  }

  @Test
  void removes_what_a_killed_server_left_of_an_upload_and_nothing_else() throws Exception {
    Path bucket = Files.createDirectories(directory.resolve("data/jobs"));
    Path half =
        Files.writeString(bucket.resolve("weights-69b70662-20a1-4b11-96f0-b28656770ce6"), "half");
    Path other = Files.writeString(bucket.resolve("weights-1"), "somebody's own");
    try (LocalS3Process server = LocalS3Process.in(directory.resolve("data")).start()) {
      assertThat(server.isAlive()).isTrue();
      assertThat(half).doesNotExist();
      assertThat(other).exists();
    }
  }

  @Test
  void is_gone_after_close_and_comes_back_on_the_same_port() {
    LocalS3Process first = LocalS3Process.in(directory.resolve("data")).buckets("jobs").start();
    first.close();
    assertThat(first.isAlive()).isFalse();
    try (LocalS3Process second = first.restart().start()) {
      assertThat(second.endpoint()).isEqualTo(first.endpoint());
    }
  }

  @Test
  void ends_when_the_process_that_started_it_is_killed() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                directory.resolve("data").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ProcessHandle server;
    try (var lines = parent.inputReader()) {
      server = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
      parent.destroyForcibly().waitFor();
    }
    server.onExit().get(30, TimeUnit.SECONDS);
    assertThat(server.isAlive()).isFalse();
  }

  private static int statusOf(URI address, String method) throws IOException {
    HttpURLConnection request = (HttpURLConnection) address.toURL().openConnection();
    request.setRequestMethod(method);
    return request.getResponseCode();
  }

  /** Starts a server, prints its process id and waits to be killed. */
  static final class Parent {
    public static void main(String[] arguments) throws IOException {
      System.out.println(LocalS3Process.in(Path.of(arguments[0])).start().pid());
      System.in.read();
    }
  }
}
