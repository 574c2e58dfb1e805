package io.baton.sdxl.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The safetensors files of one component, one or several shards, open. */
public final class WeightFiles implements AutoCloseable {

  private static final String SUFFIX = ".safetensors";

  private final Path folder;
  private final List<SafetensorsFile> files;
  private final SortedMap<String, SafetensorsFile> fileByTensor = new TreeMap<>();

  private WeightFiles(Path folder, List<SafetensorsFile> files) {
    this.folder = folder;
    this.files = files;
    for (SafetensorsFile file : files) {
      file.tensors().keySet().forEach(name -> fileByTensor.put(name, file));
    }
  }

  static WeightFiles find(Path folder, String stem, Optional<String> variant) {
    String named = variant.map(name -> stem + "." + name).orElse(stem);
    Path single = folder.resolve(named + SUFFIX);
    if (Files.exists(single)) {
      return open(folder, List.of(single));
    }
    // diffusers puts the variant at the end of the index's name, others before .safetensors.
    String indexEnd = variant.map(name -> "." + name).orElse("") + ".json";
    for (String index :
        List.of(stem + SUFFIX + ".index" + indexEnd, named + SUFFIX + ".index.json")) {
      if (Files.exists(folder.resolve(index))) {
        return open(folder, shards(folder.resolve(index)));
      }
    }
    throw missing(single, folder, stem);
  }

  private static List<Path> shards(Path index) {
    JsonNode map = JsonFile.readObject(index).path("weight_map");
    SortedSet<String> names = new TreeSet<>();
    map.forEach(name -> names.add(name.asText()));
    List<Path> shards = new ArrayList<>();
    for (String name : names) {
      if (!name.endsWith(SUFFIX) || name.contains("/") || name.contains("\\")) {
        throw new TrainingFailure(
            FailureCode.BAD_INPUT,
            "%s names the shard '%s', which is no safetensors file beside it."
                .formatted(index, name));
      }
      shards.add(index.resolveSibling(name));
    }
    if (shards.isEmpty()) {
      throw new TrainingFailure(
          FailureCode.BAD_INPUT, "%s names no shards; fetch it again.".formatted(index));
    }
    return shards;
  }

  private static WeightFiles open(Path folder, List<Path> paths) {
    List<SafetensorsFile> files = new ArrayList<>();
    try {
      for (Path path : paths) {
        files.add(SafetensorsFile.open(path));
      }
      return new WeightFiles(folder, List.copyOf(files));
    } catch (TrainingFailure e) {
      files.forEach(SafetensorsFile::close);
      throw e;
    }
  }

  private static TrainingFailure missing(Path wanted, Path folder, String stem) {
    List<String> others = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      entries
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(stem) && !name.endsWith(".json"))
          .sorted()
          .forEach(others::add);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading " + folder, e);
    }
    return new TrainingFailure(
        FailureCode.NO_INPUT,
        others.isEmpty()
            ? "The model lacks %s; fetch the whole model.".formatted(wanted)
            : "The model lacks %s, but has %s; choose the variant that is there, as safetensors."
                .formatted(wanted, String.join(", ", others)));
  }

  public Path folder() {
    return folder;
  }

  /** All tensors' names. */
  public SortedSet<String> names() {
    return new TreeSet<>(fileByTensor.keySet());
  }

  /** The file that holds {@code tensor}, if any does. */
  Optional<SafetensorsFile> fileOf(String tensor) {
    return Optional.ofNullable(fileByTensor.get(tensor));
  }

  @Override
  public void close() {
    files.forEach(SafetensorsFile::close);
  }
}
