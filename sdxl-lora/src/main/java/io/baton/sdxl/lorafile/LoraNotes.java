package io.baton.sdxl.lorafile;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a LoRA's files say beside its tensors.
 *
 * @param alpha the LoRA counts alpha / rank times
 * @param training {@code ss_} and {@code modelspec.} entries of kohya's file
 */
public record LoraNotes(double alpha, SortedMap<String, String> training) {

  /** Options of the command line, and the entries of kohya's scripts that say the same. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("--adam_weight_decay", "ss_weight_decay"),
          Map.entry("--gradient_accumulation_steps", "ss_gradient_accumulation_steps"),
          Map.entry("--learning_rate", "ss_unet_lr"),
          Map.entry("--lr_scheduler", "ss_lr_scheduler"),
          Map.entry("--lr_warmup_steps", "ss_lr_warmup_steps"),
          Map.entry("--max_grad_norm", "ss_max_grad_norm"),
          Map.entry("--max_train_steps", "ss_max_train_steps"),
          Map.entry("--mixed_precision", "ss_mixed_precision"),
          Map.entry("--noise_offset", "ss_noise_offset"),
          Map.entry("--optimizer", "ss_optimizer"),
          Map.entry("--prior_loss_weight", "ss_prior_loss_weight"),
          Map.entry("--resolution", "ss_resolution"),
          Map.entry("--seed", "ss_seed"),
          Map.entry("--snr_gamma", "ss_min_snr_gamma"),
          Map.entry("--text_encoder_lr", "ss_text_encoder_lr"),
          Map.entry("--train_batch_size", "ss_batch_size_per_device"));

  public LoraNotes {
    training = Collections.unmodifiableSortedMap(new TreeMap<>(training));
  }

  /**
   * The notes of a run.
   *
   * @param decisive the options that decide its bytes, by their names on the command line
   */
  public static LoraNotes of(double alpha, Map<String, String> decisive) {
    SortedMap<String, String> training = new TreeMap<>();
    KEYS.forEach(
        (option, key) -> {
          if (decisive.containsKey(option)) {
            training.put(key, decisive.get(option));
          }
        });
    if (training.containsKey("ss_unet_lr")) {
      training.put("ss_learning_rate", training.get("ss_unet_lr"));
    }
    if (training.containsKey("ss_resolution")) {
      String side = training.get("ss_resolution");
      training.put("ss_resolution", "(%s, %s)".formatted(side, side));
      training.put("modelspec.resolution", side + "x" + side);
    }
    return new LoraNotes(alpha, training);
  }

  /** The notes after {@code step} steps. */
  public LoraNotes atStep(long step) {
    return with("ss_steps", String.valueOf(step));
  }

  /**
   * The notes for a model that predicts something of its own.
   *
   * @param predictionType as diffusers' schedulers name it
   */
  public LoraNotes predicting(String predictionType) {
    return with(
        "modelspec.prediction_type", predictionType.equals("v_prediction") ? "v" : predictionType);
  }

  private LoraNotes with(String key, String value) {
    SortedMap<String, String> more = new TreeMap<>(training);
    more.put(key, value);
    return new LoraNotes(alpha, more);
  }
}
