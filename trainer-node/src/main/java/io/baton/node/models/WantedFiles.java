package io.baton.node.models;

import io.baton.node.failure.AttemptFailedException;
import io.baton.protocol.work.FailureClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files of a repository a training of SDXL needs: configurations, tokenizers, and the weights
 * of one variant. Repositories also hold the same weights as pickles, for other frameworks and in
 * other precisions, several times as much as is needed. Pickles are never fetched: opening one runs
 * what its author put into it.
 */
final class WantedFiles {
  private static final String MODEL_INDEX = "model_index.json";
  private static final String AUTOENCODER = "diffusion_pytorch_model";
  private static final String TRANSFORMER = "model";

  private static final Set<String> CONFIGURATIONS =
      Set.of(
          "scheduler/scheduler_config.json",
          "text_encoder/config.json",
          "text_encoder_2/config.json",
          "unet/config.json",
          "vae/config.json");
  private static final Set<String> TOKENIZER_FILES =
      Set.of(
          "vocab.json",
          "merges.txt",
          "special_tokens_map.json",
          "tokenizer_config.json",
          "tokenizer.json",
          "added_tokens.json");

  private final ModelRequest request;
  private final ModelLocation location;
  private final List<RemoteFile> present;
  private final List<RemoteFile> wanted = new ArrayList<>();

  private WantedFiles(ModelRequest request, ModelLocation location, List<RemoteFile> present) {
    this.request = request;
    this.location = location;
    this.present = present;
  }

  /**
   * Chooses.
   *
   * @throws AttemptFailedException if something is missing without which nothing can be trained
   */
  static List<RemoteFile> of(ModelRequest request, ModelLocation location, List<RemoteFile> present)
      throws AttemptFailedException {
    WantedFiles files = new WantedFiles(request, location, present);
    switch (request.role()) {
      case BASE -> files.addPipeline();
      case VAE -> files.addAutoencoder();
    }
    return List.copyOf(files.wanted);
  }

  private void addPipeline() throws AttemptFailedException {
    add(required(MODEL_INDEX));
    for (String configuration : CONFIGURATIONS.stream().sorted().toList()) {
      add(required(configuration));
    }
    present.stream()
        .filter(file -> Set.of("tokenizer", "tokenizer_2").contains(file.folder()))
        .filter(file -> TOKENIZER_FILES.contains(file.name()))
        .forEach(this::add);
    addWeights("text_encoder", TRANSFORMER, request.variant());
    addWeights("text_encoder_2", TRANSFORMER, request.variant());
    addWeights("unet", AUTOENCODER, request.variant());
    addWeights("vae", AUTOENCODER, request.variant());
  }

  /** At the root of a repository of its own, or in the folder of a whole model. */
  private void addAutoencoder() throws AttemptFailedException {
    String folder = find("config.json").isPresent() ? "" : "vae";
    add(
        find(path(folder, "config.json"))
            .orElseThrow(() -> missing("config.json, nor has its folder vae")));
    // Trainers read its plain weights where it has none of the variant.
    Optional<String> variant =
        request
            .variant()
            .filter(name -> !weights(folder, AUTOENCODER, Optional.of(name)).isEmpty());
    addWeights(folder, AUTOENCODER, variant);
  }

  private void addWeights(String folder, String stem, Optional<String> variant)
      throws AttemptFailedException {
    List<RemoteFile> found = weights(folder, stem, variant);
    if (found.isEmpty()) {
      throw noWeights(folder, stem, variant);
    }
    found.forEach(this::add);
  }

  /** One file; or else an index and its parts. */
  private List<RemoteFile> weights(String folder, String stem, Optional<String> variant) {
    String named = variant.map(name -> stem + "." + name).orElse(stem);
    Optional<RemoteFile> single = find(path(folder, named + ".safetensors"));
    if (single.isPresent()) {
      return List.of(single.get());
    }
    String end = variant.map(name -> "." + name).orElse("");
    // Libraries put the variant at different places of the names.
    Optional<RemoteFile> index =
        find(path(folder, stem + ".safetensors.index" + end + ".json"))
            .or(() -> find(path(folder, named + ".safetensors.index.json")));
    Pattern part =
        Pattern.compile(
            "(%1$s-[0-9]{5}-of-[0-9]{5}|%2$s-[0-9]{5}-of-[0-9]{5}%3$s)\\.safetensors"
                .formatted(Pattern.quote(named), Pattern.quote(stem), Pattern.quote(end)));
    List<RemoteFile> parts =
        present.stream()
            .filter(file -> file.folder().equals(folder) && part.matcher(file.name()).matches())
            .toList();
    return index.isEmpty() || parts.isEmpty()
        ? List.of()
        : Stream.concat(index.stream(), parts.stream()).toList();
  }

  private AttemptFailedException noWeights(String folder, String stem, Optional<String> variant) {
    String file =
        path(folder, variant.map(name -> stem + "." + name).orElse(stem) + ".safetensors");
    List<String> others =
        present.stream()
            .filter(each -> each.folder().equals(folder) && each.name().startsWith(stem))
            .map(RemoteFile::name)
            .filter(name -> name.endsWith(".safetensors"))
            .sorted()
            .toList();
    return missing(
        file
            + (others.isEmpty()
                ? ", nor other weights in the form safetensors"
                : "; it has " + String.join(", ", others) + ": choose that variant"));
  }

  private RemoteFile required(String path) throws AttemptFailedException {
    return find(path).orElseThrow(() -> missing(path));
  }

  private AttemptFailedException missing(String what) {
    return new AttemptFailedException(
        FailureClass.BAD_INPUT,
        "The " + request + " cannot be used: " + location + " has no " + what + ".");
  }

  private Optional<RemoteFile> find(String path) {
    return present.stream().filter(file -> file.path().equals(path)).findFirst();
  }

  private void add(RemoteFile file) {
    wanted.add(file);
  }

  private static String path(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
