package io.baton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.ExitCode;
import io.baton.cli.platform.Checkout;
import io.baton.cli.platform.DataDirectory;
import io.baton.cli.platform.LocalPlatform;
import io.baton.cli.platform.PlatformSettings;
import io.baton.cli.platform.Ports;
import io.baton.locals3.LocalS3Process;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input and broken parts, as a user of the command line meets them: one sentence each. */
class BadInputIT {
  private static final String SAMPLES = BatonProgram.HOME.resolve("samples/chelsea").toString();

  @TempDir static Path data;
  private static LocalPlatform platform;

  @TempDir Path images;

  @BeforeAll
  static void start() {
    platform =
        new LocalPlatform(
            new PlatformSettings(
                new DataDirectory(data),
                Ports.free(),
                1,
                1,
                Duration.ofMinutes(5),
                Duration.ofSeconds(6),
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                false),
            new Checkout(BatonProgram.HOME),
            (what, where, took) -> {});
    platform.start();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void a_file_that_is_no_image_is_named() throws IOException {
    Files.writeString(images.resolve("cat.jpg"), "These bytes are no photograph.");

    BatonProgram submit = submit("--images", images.toString());

    assertThat(submit.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(submit.err()).startsWith("baton: ").contains("cat.jpg").doesNotContain("\tat ");
    assertNoJobs();
  }

  @Test
  void a_directory_without_images_is_refused() throws IOException {
    BatonProgram submit = submit("--images", images.toString());

    assertThat(submit.exitCode()).isEqualTo(1);
    assertThat(submit.err()).contains("There is no image in " + images).hasLineCount(1);
  }

  @Test
  void an_unknown_option_is_a_usage_error() throws IOException {
    BatonProgram submit = submit("--images", SAMPLES, "--stepps", "3");

    assertThat(submit.exitCode()).isEqualTo(2);
    assertThat(submit.err()).contains("--stepps").contains("did you mean --steps");
  }

  @Test
  void a_job_that_is_not_there_is_a_sentence() throws IOException {
    BatonProgram show = baton("show", "no-such-job");

    assertThat(show.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(show.err()).contains("no-such-job").contains("baton list").hasLineCount(2);
  }

  @Test
  void a_model_that_lacks_a_file_fails_the_job_with_its_name() throws IOException {
    Path models = data.resolve("models");
    copy(models.resolve("tiny"), models.resolve("broken"));
    Files.delete(models.resolve("broken/unet/config.json"));

    BatonProgram submit =
        submit(
            "--images",
            SAMPLES,
            "--model",
            "broken",
            "--resolution",
            "64",
            "--max-failures",
            "1",
            "--watch");

    assertThat(submit.exitCode()).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(submit.err()).contains("failed").contains("unet/config.json");
  }

  @Test
  void storage_that_is_down_is_a_sentence_and_nothing_is_lost_when_it_is_back() throws IOException {
    LocalS3Process storage = platform.storage();
    storage.close();
    BatonProgram refused = submit("--images", SAMPLES);
    try (LocalS3Process back = storage.restart().start()) {
      BatonProgram accepted =
          submit(
              "--images",
              SAMPLES,
              "--resolution",
              "64",
              "--steps",
              "4",
              "--checkpoint-every",
              "2",
              "--watch");

      assertThat(refused.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(refused.err()).startsWith("baton: ").containsIgnoringCase("storage");
      assertThat(accepted.exitCode()).as("%s%n%s", accepted.out(), accepted.err()).isZero();
      assertThat(back.isAlive()).isTrue();
    }
    // Others use it too.
    storage.restart().start();
  }

  @Test
  void a_port_in_use_is_named_with_the_option_that_changes_it() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      BatonProgram up = baton("up", "--data", images.toString(), "--port", Integer.toString(port));

      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.err())
          .contains("Port " + port + " on 127.0.0.1 is in use")
          .contains("--port")
          .hasLineCount(1);
      assertThat(up.survivors()).isEmpty();
    }
  }

  private static void assertNoJobs() throws IOException {
    assertThat(baton("list", "--json", "--status", "pending").out()).contains("\"jobs\" : [ ]");
  }

  private static BatonProgram submit(String... arguments) throws IOException {
    return baton(
        Stream.concat(Stream.of("submit", "--prompt", "a photo of sks cat"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private static BatonProgram baton(String... arguments) throws IOException {
    boolean local = arguments[0].equals("up");
    Stream<String> api = local ? Stream.empty() : Stream.of("--api", platform.api().toString());
    return BatonProgram.run(data, Stream.concat(Stream.of(arguments), api).toArray(String[]::new));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
