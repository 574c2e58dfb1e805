package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.dataset.ImageWorkers;
import io.baton.sdxl.lorafile.LoraFile;
import io.baton.sdxl.progress.ProgressEvent.Remark;
import io.baton.sdxl.training.options.MixedPrecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How images and captions get to the training thread leaves no trace in the LoRA. */
class DataPathTest {

  private static final int STEPS = 4;

  @TempDir static Path shared;
  @TempDir Path directory;

  private static byte[] plain;

  @BeforeAll
  static void train_without_workers_and_caches() throws IOException {
    plain = lora(shared.resolve("plain"), Optional.empty(), 0);
  }

  @Test
  void any_number_of_workers_gives_the_same_bytes() throws IOException {
    assertThat(lora(directory, Optional.empty(), 3)).isEqualTo(plain);
  }

  @Test
  void cold_warm_and_damaged_caches_give_the_same_bytes() throws IOException {
    Optional<Path> cache = Optional.of(directory.resolve("cache"));
    assertThat(lora(directory.resolve("cold"), cache, 2)).isEqualTo(plain);
    List<Path> entries = entries();
    // two captions and the dropped one; each view once
    assertThat(entries).filteredOn(file -> name(file).startsWith("text-")).hasSize(3);
    assertThat(entries).filteredOn(file -> name(file).startsWith("latents-")).hasSizeGreaterThan(6);

    assertThat(lora(directory.resolve("warm"), cache, 0)).isEqualTo(plain);
    assertThat(entries()).isEqualTo(entries);

    for (Path entry : entries) {
      byte[] content = Files.readAllBytes(entry);
      content[content.length - 1] ^= 64;
      Files.write(entry, content);
    }
    SmallRun damaged = run(directory.resolve("damaged"), cache, 2);
    assertThat(damaged.run().of(Remark.class))
        .allMatch(remark -> remark.text().endsWith("is damaged and will be made again"))
        .extracting(Remark::text)
        .containsAll(entries.stream().map(DataPathTest::damage).toList());
    assertThat(directory.resolve("damaged").resolve(LoraFile.NAME)).hasBinaryContent(plain);
  }

  @Test
  void what_is_cut_anew_each_time_is_not_kept_and_that_is_told() {
    try (ImageWorkers workers = ImageWorkers.start(0)) {
      SmallRun run = SmallRun.into(directory);
      TrainingData data = TrainingData.load(run.options(), Optional.empty(), workers);
      assertThat(data.remarkOnCache())
          .hasValue(
              "of 6 images 2 are cut anew each time, so their latents are not kept on disk;"
                  + " --center_crop would change that");
      TrainingData centred =
          TrainingData.load(DataPath.centred(run).options(), Optional.empty(), workers);
      assertThat(centred.remarkOnCache()).isEmpty();
    }
  }

  @Test
  void embeddings_in_bfloat16_come_back_from_the_cache_as_they_were() throws IOException {
    Optional<Path> cache = Optional.of(directory.resolve("cache"));
    for (String name : new String[] {"cold", "warm"}) {
      SmallRun run = SmallRun.into(directory.resolve(name)).steps(1).captionDropout(0.5);
      run.loading(0, cache).precision(MixedPrecision.BF16).run();
    }
    assertThat(directory.resolve("warm").resolve(LoraFile.NAME))
        .hasSameBinaryContentAs(directory.resolve("cold").resolve(LoraFile.NAME));
  }

  private static String damage(Path entry) {
    return "the cached %s is damaged and will be made again".formatted(entry);
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
      return files.sorted().toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static byte[] lora(Path output, Optional<Path> cache, int workers) throws IOException {
    run(output, cache, workers).run();
    return Files.readAllBytes(output.resolve(LoraFile.NAME));
  }

  private static SmallRun run(Path output, Optional<Path> cache, int workers) {
    return DataPath.centred(SmallRun.into(output).steps(STEPS)).loading(workers, cache);
  }
}
