package io.baton.cli.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.CommandLineRun;
import io.baton.cli.ExitCode;
import io.baton.cli.FakeApi;
import io.baton.cli.document.Sha256;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.Artifact.ArtifactFile;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.checkpoint.CheckpointFiles;
import io.baton.protocol.checkpoint.CheckpointFiles.CheckpointFile;
import io.baton.protocol.checkpoint.LoraFormat;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.sample.SampleImage;
import io.baton.protocol.job.sample.SamplePage;
import io.baton.protocol.job.sample.SampleSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final byte[] CONTENT = "0123456789".repeat(100).getBytes(UTF_8);
  private static final String LORA = "pytorch_lora_weights.safetensors";

  @TempDir Path to;
  private final FakeApi api = new FakeApi();

  @AfterEach
  void close() {
    api.close();
  }

  private static String digest(byte[] bytes) {
    var digest = Sha256.newDigest();
    digest.update(bytes);
    return Sha256.hex(digest);
  }

  private ArtifactFile file(String name, LoraFormat format) {
    return new ArtifactFile(
        name, format, CONTENT.length, digest(CONTENT), URI.create(api.address() + "/s/" + name));
  }

  private void artifact(String... names) {
    List<ArtifactFile> files =
        List.of(names).stream().map(name -> file(name, LoraFormat.ofName(name))).toList();
    api.answers("GET /v1/jobs/job-1/artifact", new Artifact(new Attempt(1), 60, files));
    for (String name : names) {
      serves(name, CONTENT);
    }
  }

  /** Two pages of a set each. */
  private void samples() {
    api.handles(
        "GET /v1/jobs/job-1/samples",
        (exchange, body) ->
            FakeApi.send(
                exchange,
                200,
                exchange.getRequestURI().getQuery().equals("after=0")
                    ? new SamplePage(List.of(set(20)), 2, Optional.of(20), List.of())
                    : new SamplePage(List.of(set(40)), 2, Optional.empty(), List.of())));
  }

  private SampleSet set(int step) {
    serves("of-step-" + step, CONTENT);
    SampleImage image =
        new SampleImage(
            "image-0.png",
            CONTENT.length,
            digest(CONTENT),
            URI.create(api.address() + "/s/of-step-" + step));
    return new SampleSet(
        step, new Attempt(1), "a cat", 7, 25, Instant.EPOCH, Optional.empty(), List.of(image));
  }

  /** As S3 does, with ranges. */
  private void serves(String name, byte[] content) {
    api.handles(
        "GET /s/" + name,
        (exchange, body) -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
          exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
          exchange.getResponseBody().write(content, from, content.length - from);
        });
  }

  private CommandLineRun download(String... more) {
    String[] arguments = new String[more.length + 4];
    System.arraycopy(new String[] {"download", "job-1", "--to", to.toString()}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return api.run(arguments);
  }

  @Test
  void a_lora_comes_whole_and_is_not_fetched_again() throws IOException {
    artifact(LORA);

    assertThat(download().exitCode()).isZero();
    CommandLineRun again = download();

    assertThat(Files.readAllBytes(to.resolve(LORA))).isEqualTo(CONTENT);
    assertThat(again.out()).contains("was there already");
    assertThat(api.requests("GET /s/" + LORA)).hasSize(1);
    assertThat(to.toFile().list()).containsExactly(LORA);
  }

  @Test
  void an_interrupted_download_goes_on_where_it_ended() throws IOException {
    artifact(LORA);
    Files.write(to.resolve("." + LORA + ".part"), java.util.Arrays.copyOf(CONTENT, 300));
    api.handles(
        "GET /s/" + LORA,
        (exchange, body) -> {
          assertThat(exchange.getRequestHeaders().getFirst("Range")).isEqualTo("bytes=300-");
          exchange.sendResponseHeaders(206, CONTENT.length - 300);
          exchange.getResponseBody().write(CONTENT, 300, CONTENT.length - 300);
        });

    assertThat(download().err()).isEmpty();

    assertThat(Files.readAllBytes(to.resolve(LORA))).isEqualTo(CONTENT);
  }

  @Test
  void a_connection_that_breaks_is_made_again() throws IOException {
    artifact(LORA);
    boolean[] broken = {false};
    api.handles(
        "GET /s/" + LORA,
        (exchange, body) -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
          exchange.sendResponseHeaders(range == null ? 200 : 206, CONTENT.length - from);
          int end = broken[0] ? CONTENT.length : 400;
          exchange.getResponseBody().write(CONTENT, from, end - from);
          exchange.getResponseBody().flush();
          broken[0] = true;
        });

    assertThat(download().err()).isEmpty();

    assertThat(Files.readAllBytes(to.resolve(LORA))).isEqualTo(CONTENT);
    assertThat(api.requests("GET /s/" + LORA)).hasSize(2);
  }

  @Test
  void a_file_with_other_bytes_never_gets_its_name() {
    artifact(LORA);
    serves(LORA, "x".repeat(CONTENT.length).getBytes(UTF_8));

    CommandLineRun download = download();

    assertThat(download.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(download.err()).contains("another SHA-256").hasLineCount(1);
    assertThat(to).isEmptyDirectory();
  }

  @Test
  void formats_and_samples_are_chosen() {
    artifact(LORA, "pytorch_lora_weights_kohya.safetensors");
    samples();

    assertThat(download("--format", "kohya", "-q").out()).endsWith("_kohya.safetensors\n");
    assertThat(download("--samples", "-q").out().lines())
        .containsExactly(
            to.resolve("step-20/image-0.png").toString(),
            to.resolve("step-40/image-0.png").toString());
    assertThat(to.resolve("step-40/image-0.png")).hasBinaryContent(CONTENT);
    assertThat(download("-q").out()).hasLineCount(2);
  }

  @Test
  void checkpoints_come_into_directories_of_their_own() throws IOException {
    Checkpoint checkpoint =
        new Checkpoint(
            20, new Attempt(1), "m", digest(CONTENT), 1000, Optional.empty(), Instant.EPOCH);
    api.answers("GET /v1/jobs/job-1/checkpoints", List.of(checkpoint));
    api.answers(
        "GET /v1/jobs/job-1/checkpoints/20",
        new CheckpointFiles(
            checkpoint,
            List.of(
                new CheckpointFile(
                    "state/a.bin",
                    CONTENT.length,
                    digest(CONTENT),
                    URI.create(api.address() + "/s/a.bin")))));
    serves("a.bin", CONTENT);

    assertThat(download("--checkpoint", "latest").err()).isEmpty();
    assertThat(Files.readAllBytes(to.resolve("checkpoint-20/state/a.bin"))).isEqualTo(CONTENT);
    assertThat(download("--checkpoint", "30").err()).contains("there are 20, latest and all");
  }

  @Test
  void no_file_leads_out_of_the_directory() {
    artifact("../../stolen.safetensors");

    assertThat(download().err()).contains("which is no plain name; nothing was written");
  }
}
