package io.baton.sdxl.model;

import java.util.List;
import java.util.Optional;

/**
 * Names of SDXL's modules and tensors as Stability's generative-models spells them, in the files
 * that hold the model whole and in kohya's LoRAs, and the same in diffusers' spelling.
 */
public final class SgmNames {

  /** Resnets of a down block; an up block has one more. All SDXL UNets have as many. */
  private static final int LAYERS = 2;

  private static final int MAXIMUM_LEVELS = 4;
  private static final NameTable UNET = unet();

  private SgmNames() {}

  /** Diffusers' name of a UNet's module or tensor, or nothing where {@code sgm} names none. */
  public static Optional<String> unetToDiffusers(String sgm) {
    return UNET.toDiffusers(sgm);
  }

  /** The other spelling of a UNet's module or tensor, or nothing where there is none. */
  public static Optional<String> unetFromDiffusers(String diffusers) {
    return UNET.fromDiffusers(diffusers);
  }

  private static NameTable unet() {
    NameTable table = new NameTable();
    table.add("time_embed.0", "time_embedding.linear_1");
    table.add("time_embed.2", "time_embedding.linear_2");
    table.add("label_emb.0.0", "add_embedding.linear_1");
    table.add("label_emb.0.2", "add_embedding.linear_2");
    table.add("input_blocks.0.0", "conv_in");
    table.add("out.0", "conv_norm_out");
    table.add("out.2", "conv_out");
    unetResnet(table, "middle_block.0", "mid_block.resnets.0");
    table.add("middle_block.1", "mid_block.attentions.0");
    unetResnet(table, "middle_block.2", "mid_block.resnets.1");
    for (int level = 0; level < MAXIMUM_LEVELS; level++) {
      String down = "down_blocks.%d.".formatted(level);
      String up = "up_blocks.%d.".formatted(level);
      int first = level * (LAYERS + 1);
      for (int layer = 0; layer < LAYERS; layer++) {
        String input = "input_blocks." + (1 + first + layer);
        unetResnet(table, input + ".0", down + "resnets." + layer);
        table.add(input + ".1", down + "attentions." + layer);
      }
      table.add("input_blocks.%d.0.op".formatted(first + LAYERS + 1), down + "downsamplers.0.conv");
      for (int layer = 0; layer <= LAYERS; layer++) {
        String output = "output_blocks." + (first + layer);
        unetResnet(table, output + ".0", up + "resnets." + layer);
        table.add(output + ".1", up + "attentions." + layer);
      }
      table.add("output_blocks.%d.2.conv".formatted(first + LAYERS), up + "upsamplers.0.conv");
    }
    return table;
  }

  private static void unetResnet(NameTable table, String sgm, String diffusers) {
    table.add(sgm + ".in_layers.0", diffusers + ".norm1");
    table.add(sgm + ".in_layers.2", diffusers + ".conv1");
    table.add(sgm + ".emb_layers.1", diffusers + ".time_emb_proj");
    table.add(sgm + ".out_layers.0", diffusers + ".norm2");
    table.add(sgm + ".out_layers.3", diffusers + ".conv2");
    table.add(sgm + ".skip_connection", diffusers + ".conv_shortcut");
  }

  /**
   * The autoencoder's names.
   *
   * @param levels blocks of the encoder, and of the decoder, which counts them from the other end
   */
  static NameTable autoencoder(int levels) {
    NameTable table = new NameTable();
    table.add("quant_conv", "quant_conv");
    table.add("post_quant_conv", "post_quant_conv");
    for (String part : List.of("encoder.", "decoder.")) {
      table.add(part + "conv_in", part + "conv_in");
      table.add(part + "conv_out", part + "conv_out");
      table.add(part + "norm_out", part + "conv_norm_out");
      autoencoderResnet(table, part + "mid.block_1", part + "mid_block.resnets.0");
      autoencoderResnet(table, part + "mid.block_2", part + "mid_block.resnets.1");
      String attention = part + "mid_block.attentions.0.";
      table.add(part + "mid.attn_1.norm", attention + "group_norm");
      table.add(part + "mid.attn_1.q", attention + "to_q");
      table.add(part + "mid.attn_1.k", attention + "to_k");
      table.add(part + "mid.attn_1.v", attention + "to_v");
      table.add(part + "mid.attn_1.proj_out", attention + "to_out.0");
    }
    for (int level = 0; level < levels; level++) {
      String down = "encoder.down_blocks.%d.".formatted(level);
      String up = "decoder.up_blocks.%d.".formatted(levels - 1 - level);
      String encoder = "encoder.down.%d.".formatted(level);
      String decoder = "decoder.up.%d.".formatted(level);
      for (int layer = 0; layer <= LAYERS; layer++) {
        autoencoderResnet(table, encoder + "block." + layer, down + "resnets." + layer);
        autoencoderResnet(table, decoder + "block." + layer, up + "resnets." + layer);
      }
      table.add(encoder + "downsample.conv", down + "downsamplers.0.conv");
      table.add(decoder + "upsample.conv", up + "upsamplers.0.conv");
    }
    return table;
  }

  private static void autoencoderResnet(NameTable table, String sgm, String diffusers) {
    for (String part : List.of("norm1", "conv1", "norm2", "conv2")) {
      table.add(sgm + "." + part, diffusers + "." + part);
    }
    table.add(sgm + ".nin_shortcut", diffusers + ".conv_shortcut");
  }

  /**
   * OpenCLIP's names of the second text encoder's whole tensors: all but the projections of
   * attention's input, which it keeps in one, and the last projection, which it keeps transposed.
   */
  static NameTable openClip(int layers) {
    NameTable table = new NameTable();
    table.add("token_embedding", "text_model.embeddings.token_embedding");
    table.add("positional_embedding", "text_model.embeddings.position_embedding.weight");
    table.add("ln_final", "text_model.final_layer_norm");
    for (int layer = 0; layer < layers; layer++) {
      String block = "transformer.resblocks.%d.".formatted(layer);
      String target = "text_model.encoder.layers.%d.".formatted(layer);
      table.add(block + "ln_1", target + "layer_norm1");
      table.add(block + "ln_2", target + "layer_norm2");
      table.add(block + "attn.out_proj", target + "self_attn.out_proj");
      table.add(block + "mlp.c_fc", target + "mlp.fc1");
      table.add(block + "mlp.c_proj", target + "mlp.fc2");
    }
    return table;
  }
}
