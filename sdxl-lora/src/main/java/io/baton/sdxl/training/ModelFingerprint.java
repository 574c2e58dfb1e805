package io.baton.sdxl.training;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.model.ModelDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Tells base models apart without reading gigabytes: SHA-256 over each file's name and size, and
 * its first and last 64 KiB. Weights differ there already: the start holds all names and shapes,
 * the end the last tensors.
 */
final class ModelFingerprint {

  private static final int PART_BYTES = 64 * 1024;
  private static final Set<String> PARTS =
      Set.of(
          "model_index.json",
          "scheduler",
          "text_encoder",
          "text_encoder_2",
          "tokenizer",
          "tokenizer_2",
          "unet",
          "vae");

  private ModelFingerprint() {}

  /** Of a model: of the files that a run may use. */
  static String of(ModelDirectory model) {
    if (!model.isSingleFile()) {
      return ofParts(model.path());
    }
    String weights = of(model.path(), file -> true);
    return model.configurations().map(given -> weights + " " + ofParts(given)).orElse(weights);
  }

  private static String ofParts(Path model) {
    return of(model, file -> PARTS.contains(file.getName(0).toString()));
  }

  /** Of one component: the same for all models that share it, where it has a folder. */
  static String ofComponent(ModelDirectory model, String component) {
    boolean separate = component.equals("vae") && model.vae().isPresent();
    return model.isSingleFile() && !separate
        ? of(model)
        : ofFolder(model.folder(component).orElseThrow());
  }

  /** Of all files in a folder, such as those of one component. */
  static String ofFolder(Path folder) {
    return of(folder, file -> true);
  }

  private static String of(Path model, Predicate<Path> counts) {
    try (Stream<Path> files = Files.walk(model)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      List<Path> sorted =
          files
              .filter(Files::isRegularFile)
              .filter(file -> counts.test(model.relativize(file)))
              .sorted()
              .toList();
      for (Path file : sorted) {
        update(digest, model.relativize(file).toString(), file);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading the model " + model, e);
    }
  }

  private static void update(MessageDigest digest, String name, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      digest.update("%s\0%d\0".formatted(name, size).getBytes(StandardCharsets.UTF_8));
      update(digest, channel, 0, Math.min(size, PART_BYTES));
      long tail = Math.max(PART_BYTES, size - PART_BYTES);
      if (tail < size) {
        update(digest, channel, tail, size - tail);
      }
    }
  }

  private static void update(MessageDigest digest, FileChannel channel, long from, long length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) length);
    while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
      // until the part is read
    }
    digest.update(buffer.flip());
  }
}
