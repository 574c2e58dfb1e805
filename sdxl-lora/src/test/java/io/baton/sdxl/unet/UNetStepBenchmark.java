package io.baton.sdxl.unet;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.initmodel.FormulaValues;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.optimizer.AdamW;
import io.baton.sdxl.optimizer.AdamWConfig;
import io.baton.sdxl.optimizer.GradientClipping;
import io.baton.sdxl.optimizer.ParameterGroup;
import io.baton.sdxl.optimizer.TensorSlice;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Times the UNet's part of a training step: forward, backward, AdamW; adapters of rank 4, batch 1,
 * 32×32 latents. Arguments: model directory, steps, threads, NONE or BLOCKS.
 */
final class UNetStepBenchmark {

  private static final int SIDE = 32;
  private static final int TOKENS = 77;

  private UNetStepBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    ModelDirectory directory = ModelDirectory.open(Path.of(arguments[0]), Optional.empty());
    int steps = Integer.parseInt(arguments[1]);
    TorchRuntime runtime = TorchRuntime.start(new TorchSettings(Integer.parseInt(arguments[2])));
    Checkpointing checkpointing = Checkpointing.valueOf(arguments[3]);
    Placement placement = new Placement(Device.cpu(), ComputeType.FLOAT32);
    try (NDManager manager = runtime.newManager(Device.cpu());
        UNet2DConditionModel unet = UNet2DConditionModel.load(directory, manager, placement);
        LoraAdapters adapters =
            LoraAdapters.create(manager, LoraConfig.ofRank(4), unet.attentionProjections())) {
      adapters.setValues(
          FormulaValues.sequence(0, Math.toIntExact(adapters.parameters().size()), 0.1));
      unet.attach(adapters);
      UNetInput input = input(manager, unet.config());
      NDArray noise = tensor(manager, 5, 1, 4, SIDE, SIDE);
      ParameterGroup group =
          new ParameterGroup(
              "unet",
              adapters.parameters(),
              List.of(new TensorSlice("all", 0, List.of(adapters.parameters().size()))),
              1e-4);
      AdamW optimizer = new AdamW(manager, new AdamWConfig(0.9, 0.999, 1e-8), List.of(group));
      double[] wall = new double[steps];
      double[] cpu = new double[steps];
      for (int i = 0; i < steps; i++) {
        long start = System.nanoTime();
        long cpuStart = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try (NDManager scope = manager.newSubManager()) {
          step(scope, unet, adapters, input, noise, checkpointing);
          NDArray gradients = adapters.gradients(scope);
          GradientClipping.clip(List.of(gradients), 1);
          optimizer.step(List.of(gradients), new double[] {1e-4}, i + 1);
        }
        cpu[i] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuStart) / 1e6;
        wall[i] = (System.nanoTime() - start) / 1e6;
      }
      System.out.printf(
          "%s %s threads %d: median %.2f ms, min %.2f ms; this thread's CPU median %.2f, min %.2f;"
              + " %s%n",
          directory.path().getFileName(),
          checkpointing,
          runtime.threads(),
          median(wall),
          Arrays.stream(wall).min().orElseThrow(),
          median(cpu),
          Arrays.stream(cpu).min().orElseThrow(),
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmHWM") || line.startsWith("RssAnon"))
              .toList());
    }
  }

  private static void step(
      NDManager scope,
      UNet2DConditionModel unet,
      LoraAdapters adapters,
      UNetInput input,
      NDArray noise,
      Checkpointing checkpointing) {
    adapters.zeroGradients();
    try (UNetPass pass = unet.forward(scope, input, checkpointing);
        GradMode on = GradMode.enabled();
        NDArray difference = pass.prediction().sub(noise);
        NDArray squares = difference.square();
        NDArray loss = squares.mean()) {
      pass.backward(loss);
      loss.getFloat();
    }
  }

  private static UNetInput input(NDManager manager, UNetConfig config) {
    int pooled = config.additionInputDim() - 6 * config.additionTimeEmbedDim();
    return new UNetInput(
        tensor(manager, 0, 1, 4, SIDE, SIDE),
        manager.create(new float[] {300}),
        tensor(manager, 1, 1, TOKENS, config.crossAttentionDim()),
        tensor(manager, 2, 1, pooled),
        manager.create(new float[] {64, 64, 0, 0, 64, 64}, new Shape(1, 6)));
  }

  private static NDArray tensor(NDManager manager, int number, long... shape) {
    Shape dimensions = new Shape(shape);
    return manager.create(FormulaValues.input(number, (int) dimensions.size(), 1), dimensions);
  }

  private static double median(double[] values) {
    double[] late = Arrays.copyOfRange(values, values.length / 4, values.length);
    Arrays.sort(late);
    return late[late.length / 2];
  }
}
