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

/** The weights of one component, in one safetensors file or several shards, open. */
public final class WeightFiles implements AutoCloseable {

  private static final String SUFFIX = ".safetensors";

  private final Path place;
  private final List<SafetensorsFile> files;
  private final SortedMap<String, StoredTensor> tensors;

  private WeightFiles(
      Path place, List<SafetensorsFile> files, SortedMap<String, StoredTensor> tensors) {
    this.place = place;
    this.files = files;
    this.tensors = tensors;
  }

  /** The weights of a component in a file that holds the whole model. */
  static WeightFiles ofSingleFile(Path path, String component, ComponentConfig config) {
    SafetensorsFile file = SafetensorsFile.open(path);
    try {
      return new WeightFiles(path, List.of(file), SingleFile.tensors(file, component, config));
    } catch (TrainingFailure e) {
      file.close();
      throw e;
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
      SortedMap<String, StoredTensor> tensors = new TreeMap<>();
      for (SafetensorsFile file : files) {
        file.tensors()
            .forEach((name, tensor) -> tensors.put(name, StoredTensor.whole(file, tensor)));
      }
      return new WeightFiles(folder, List.copyOf(files), tensors);
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

  /** The component's folder, or the file that holds the whole model. */
  public Path place() {
    return place;
  }

  /** All tensors' names, as diffusers spells them. */
  public SortedSet<String> names() {
    return new TreeSet<>(tensors.keySet());
  }

  /** The tensor {@code name}, if there is one. */
  public Optional<StoredTensor> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  @Override
  public void close() {
    files.forEach(SafetensorsFile::close);
  }
}
