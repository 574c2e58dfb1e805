package io.baton.sdxl.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.initmodel.AdapterGoldens;
import io.baton.sdxl.initmodel.FormulaValues;
import io.baton.sdxl.initmodel.GoldenModel;
import io.baton.sdxl.lora.LinearProjection;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.lora.LoraLayer;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.torch.Autograd;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tiny UNet against diffusers' numbers for the same weights and inputs. */
class UNetGoldenTest {

  private static final Placement CPU = new Placement(Device.cpu(), ComputeType.FLOAT32);

  @TempDir private Path directory;
  private NDManager manager;
  private ModelDirectory model;
  private UNet2DConditionModel unet;

  @BeforeEach
  void loadUNet() throws IOException {
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
    model = GoldenModel.write(directory);
    unet = UNet2DConditionModel.load(model, manager, CPU);
  }

  @AfterEach
  void free() {
    unet.close();
    manager.close();
  }

  @Test
  void it_predicts_what_diffusers_predicts() throws IOException {
    JsonNode golden = GoldenModel.expected().path("unet");
    NDArray prediction = unet.predict(manager, input());
    assertThat(prediction.getShape()).isEqualTo(new Shape(2, 4, 8, 8));
    float[] values = prediction.toFloatArray();
    float[] first = GoldenModel.floats(golden.path("first8"));
    float[] last = GoldenModel.floats(golden.path("last4"));
    for (int i = 0; i < first.length; i++) {
      assertThat(values[i]).isCloseTo(first[i], within(1e-5f));
    }
    for (int i = 0; i < last.length; i++) {
      assertThat(values[values.length - last.length + i]).isCloseTo(last[i], within(1e-5f));
    }
    assertThat(norm(values)).isCloseTo(golden.path("l2").asDouble(), within(1e-5));
  }

  @Test
  void its_attention_projections_are_named_as_in_diffusers() {
    List<LinearProjection> projections = unet.attentionProjections();
    assertThat(projections).hasSize(96);
    assertThat(projections.get(0).name())
        .isEqualTo("down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q");
    assertThat(projections)
        .contains(
            new LinearProjection(
                "up_blocks.0.attentions.2.transformer_blocks.1.attn2.to_v", 64, 64),
            new LinearProjection(
                "mid_block.attentions.0.transformer_blocks.1.attn1.to_out.0", 64, 64));
  }

  @Test
  void adapters_of_which_half_is_zero_change_nothing() {
    float[] before = unet.predict(manager, input()).toFloatArray();
    try (LoraAdapters adapters = goldenAdapters()) {
      unet.attach(adapters);
      assertThat(unet.predict(manager, input()).toFloatArray()).containsExactly(before);
      try (NDArray ones = adapters.parameters().onesLike()) {
        adapters.parameters().addi(ones.mul(0.05));
      }
      assertThat(unet.predict(manager, input()).toFloatArray()).isNotEqualTo(before);
      unet.detach();
      assertThat(unet.predict(manager, input()).toFloatArray()).containsExactly(before);
    }
  }

  @Test
  void the_gradients_are_the_slopes_of_the_loss() {
    try (LoraAdapters adapters = goldenAdapters()) {
      float[] values = FormulaValues.sequence(7, (int) adapters.parameters().size(), 0.1);
      adapters.setValues(values);
      unet.attach(adapters);
      float[] gradients = gradients(adapters, Checkpointing.NONE);
      double norm = norm(gradients);
      double step = 1e-2;
      double above = lossAlong(adapters, values, gradients, step / norm);
      double below = lossAlong(adapters, values, gradients, -step / norm);
      assertThat((above - below) / (2 * step)).isCloseTo(norm, within(1e-3 * norm));
    }
  }

  @Test
  void checkpointing_gives_the_same_bits() {
    try (LoraAdapters adapters = goldenAdapters()) {
      adapters.setValues(FormulaValues.sequence(7, (int) adapters.parameters().size(), 0.1));
      unet.attach(adapters);
      float[] direct = gradients(adapters, Checkpointing.NONE);
      assertThat(gradients(adapters, Checkpointing.BLOCKS)).containsExactly(direct);
      assertThat(gradients(adapters, Checkpointing.NONE)).containsExactly(direct);
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_text_gets_the_gradients_that_it_gets_in_diffusers(Checkpointing checkpointing)
      throws IOException {
    JsonNode golden = AdapterGoldens.read().required("unet_text_gradients");
    UNetInput plain = input();
    NDArray hiddenStates = Autograd.leaf(plain.encoderHiddenStates(), true);
    NDArray pooled = Autograd.leaf(plain.textEmbeds(), true);
    UNetInput input =
        new UNetInput(plain.latents(), plain.timesteps(), hiddenStates, pooled, plain.timeIds());
    try (LoraAdapters adapters = goldenAdapters()) {
      unet.attach(adapters);
      try (UNetPass pass = unet.forward(manager, input, checkpointing);
          GradMode on = GradMode.enabled();
          NDArray loss = pass.prediction().mul(tensor(60, 2, 4, 8, 8)).sum()) {
        pass.backward(loss);
      }
    }
    requireGradient(hiddenStates, golden.required("hidden_states"));
    requireGradient(pooled, golden.required("pooled"));
  }

  /** Its norm and first values. */
  private static void requireGradient(NDArray leaf, JsonNode golden) {
    float[] gradient = Autograd.gradient(leaf).orElseThrow().toFloatArray();
    double norm = golden.required(0).doubleValue();
    assertThat(norm(gradient)).isCloseTo(norm, within(1e-5 * norm));
    for (int i = 0; i + 1 < golden.size(); i++) {
      assertThat((double) gradient[i])
          .isCloseTo(golden.required(i + 1).doubleValue(), within(1e-5 * norm));
    }
  }

  @Test
  void brain_floats_come_close_and_train_32_bit_adapters() {
    float[] exact = unet.predict(manager, input()).toFloatArray();
    Placement half = new Placement(Device.cpu(), ComputeType.BFLOAT16);
    try (UNet2DConditionModel coarse = UNet2DConditionModel.load(model, manager, half);
        LoraAdapters adapters = goldenAdapters()) {
      float[] values = FormulaValues.sequence(7, (int) adapters.parameters().size(), 0.1);
      adapters.setValues(values);
      unet.attach(adapters);
      float[] gradients = gradients(unet, input(), adapters, Checkpointing.NONE);
      float[] rounded = coarse.predict(manager, input()).toFloatArray();
      assertThat(cosine(exact, rounded)).isGreaterThan(0.999);
      coarse.attach(adapters);
      float[] coarseGradients = gradients(coarse, input(), adapters, Checkpointing.NONE);
      assertThat(cosine(gradients, coarseGradients)).isGreaterThan(0.99);
    }
  }

  private float[] gradients(LoraAdapters adapters, Checkpointing checkpointing) {
    return gradients(unet, input(), adapters, checkpointing);
  }

  private float[] gradients(
      UNet2DConditionModel model,
      UNetInput input,
      LoraAdapters adapters,
      Checkpointing checkpointing) {
    adapters.zeroGradients();
    try (UNetPass pass = model.forward(manager, input, checkpointing);
        GradMode on = GradMode.enabled();
        NDArray loss = pass.prediction().square().mean()) {
      pass.backward(loss);
    }
    try (NDArray gradients = adapters.gradients(manager)) {
      return gradients.toFloatArray();
    }
  }

  private double lossAlong(LoraAdapters adapters, float[] start, float[] way, double length) {
    float[] values = start.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (length * way[i]);
    }
    adapters.setValues(values);
    double sum = 0;
    float[] prediction = unet.predict(manager, input()).toFloatArray();
    for (float value : prediction) {
      sum += (double) value * value;
    }
    return sum / prediction.length;
  }

  private LoraAdapters goldenAdapters() {
    LoraAdapters adapters =
        LoraAdapters.create(manager, LoraConfig.ofRank(4), unet.attentionProjections());
    List<LoraLayer> sorted = new ArrayList<>(adapters.layers());
    sorted.sort(Comparator.comparing(LoraLayer::name));
    float[] values = new float[(int) adapters.parameters().size()];
    for (int i = 0; i < sorted.size(); i++) {
      LoraLayer layer = sorted.get(i);
      float[] down = FormulaValues.sequence(500_000 + 2 * i, (int) layer.down().size(), 0.25);
      System.arraycopy(down, 0, values, layer.downOffset(), down.length);
    }
    adapters.setValues(values);
    return adapters;
  }

  private UNetInput input() {
    return new UNetInput(
        tensor(0, 2, 4, 8, 8),
        manager.create(new float[] {17, 803}),
        tensor(1, 2, 7, 64),
        tensor(2, 2, 32),
        manager.create(new float[] {64, 48, 3, 5, 64, 64, 100, 90, 0, 7, 64, 64}, new Shape(2, 6)));
  }

  private NDArray tensor(int number, long... shape) {
    Shape dimensions = new Shape(shape);
    return manager.create(FormulaValues.input(number, (int) dimensions.size(), 1), dimensions);
  }

  private static double cosine(float[] left, float[] right) {
    double product = 0;
    for (int i = 0; i < left.length; i++) {
      product += (double) left[i] * right[i];
    }
    return product / (norm(left) * norm(right));
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
