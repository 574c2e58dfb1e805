package io.baton.sdxl.lorafile;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The notes that kohya's scripts and the web interfaces read in a LoRA file. Nothing in them
 * depends on when or where the file is written, so that the same LoRA gives the same bytes: there
 * are no dates, session numbers and paths.
 */
final class KohyaMetadata {

  private static final String TRAINING_PREFIX = "ss_";

  private KohyaMetadata() {}

  /**
   * The notes about training, which the file's hash is said to belong to.
   *
   * @param rank of most modules
   * @param alpha of most modules
   * @param notes further {@code ss_} entries; all others are left out
   */
  static SortedMap<String, String> training(
      int rank, double alpha, boolean dora, Map<String, String> notes) {
    SortedMap<String, String> training = new TreeMap<>();
    // DoRA is LyCORIS's there; kohya's own module passes its magnitudes over.
    training.put("ss_network_module", dora ? "lycoris.kohya" : "networks.lora");
    training.put("ss_network_args", dora ? "{\"algo\": \"lora\", \"dora_wd\": \"True\"}" : "{}");
    training.put("ss_v2", "False");
    training.put("ss_base_model_version", "sdxl_base_v1-0");
    notes.forEach(
        (key, value) -> {
          if (key.startsWith(TRAINING_PREFIX)) {
            training.put(key, value);
          }
        });
    training.put("ss_network_dim", String.valueOf(rank));
    training.put("ss_network_alpha", plain(alpha));
    return training;
  }

  /**
   * All notes: those about training, the two hashes, and Stability's ModelSpec 1.0.1.
   *
   * @param notes where {@code modelspec.} entries of the user's are taken from
   */
  static SortedMap<String, String> whole(
      SortedMap<String, String> training, LoraHashes hashes, Map<String, String> notes) {
    SortedMap<String, String> all = new TreeMap<>(training);
    all.put("sshs_model_hash", hashes.model());
    all.put("sshs_legacy_hash", hashes.legacy());
    all.put("modelspec.architecture", "stable-diffusion-xl-v1-base/lora");
    all.put("modelspec.implementation", "https://github.com/Stability-AI/generative-models");
    all.put("modelspec.prediction_type", "epsilon");
    all.put("modelspec.resolution", "1024x1024");
    all.put("modelspec.title", training.getOrDefault("ss_output_name", "LoRA"));
    notes.forEach(
        (key, value) -> {
          if (key.startsWith("modelspec.")) {
            all.put(key, value);
          }
        });
    all.put("modelspec.sai_model_spec", "1.0.1");
    all.put("modelspec.hash_sha256", "0x" + hashes.model());
    all.put("format", "pt");
    return all;
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? String.valueOf((long) number)
        : String.valueOf(number);
  }
}
