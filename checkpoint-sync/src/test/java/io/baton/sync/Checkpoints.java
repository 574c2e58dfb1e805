package io.baton.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Checkpoints as trainers write them: under another name first, then renamed. */
public final class Checkpoints {
  private Checkpoints() {}

  /** Weights of the step, an unchanging scheduler, a nested random state. */
  public static Path write(Path output, int step) {
    byte[] weights = new byte[50_000];
    new Random(step).nextBytes(weights);
    return write(
        output,
        step,
        Map.of(
            "pytorch_lora_weights.safetensors", weights,
            "scheduler.bin", "the same in every checkpoint".getBytes(),
            "states/random_states_0.pkl", ("step " + step).getBytes()));
  }

  public static Path write(Path output, int step, Map<String, byte[]> files) {
    try {
      Path unfinished = output.resolve("tmp-checkpoint-" + step);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path target = unfinished.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.write(target, file.getValue());
      }
      return Files.move(unfinished, output.resolve("checkpoint-" + step));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content of every file below a directory, by path, comparable with equals. */
  public static Map<String, String> content(Path directory) {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        content.put(
            directory.relativize(file).toString(),
            HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }
}
