package io.baton.sdxl.lorafile;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import io.baton.sdxl.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

class LoraConverterProperties {

  private static final List<LoraModuleName> MODULES =
      Stream.concat(
              Stream.of(
                      "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q",
                      "down_blocks.2.attentions.1.transformer_blocks.9.attn2.to_out.0",
                      "mid_block.attentions.0.transformer_blocks.3.ff.net.0.proj",
                      "mid_block.attentions.0.proj_in",
                      "up_blocks.0.attentions.2.transformer_blocks.1.attn1.to_k",
                      "up_blocks.1.attentions.1.transformer_blocks.0.attn2.to_v",
                      "down_blocks.1.resnets.0.time_emb_proj",
                      "add_embedding.linear_2")
                  .map(path -> new LoraModuleName(LoraComponent.UNET, path)),
              Stream.of(LoraComponent.TEXT_ENCODER, LoraComponent.TEXT_ENCODER_2)
                  .flatMap(
                      component ->
                          Stream.of(
                                  "text_model.encoder.layers.0.self_attn.q_proj",
                                  "text_model.encoder.layers.11.self_attn.out_proj",
                                  "text_model.encoder.layers.3.mlp.fc1")
                              .map(path -> new LoraModuleName(component, path))))
          .toList();

  private Path directory;

  @BeforeTry
  void createDirectory() throws IOException {
    directory = Files.createTempDirectory("lora");
  }

  @AfterTry
  void deleteDirectory() throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Property(tries = 60)
  void a_lora_gives_the_same_weights_after_any_conversions(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 14) int modules,
      @ForAll boolean dora,
      @ForAll @Size(min = 1, max = 4) List<LoraFormat> formats) {
    LoraWeights original = random(new SplittableRandom(seed), modules, dora);
    LoraWeights converted = original;
    for (int i = 0; i < formats.size(); i++) {
      Path target = directory.resolve("lora" + i);
      LoraConverter.write(converted, formats.get(i), target);
      converted = LoraWeights.read(target);
      assertThat(converted.format()).isEqualTo(formats.get(i));
    }
    requireSameWeights(converted, original);
  }

  @Property(tries = 20)
  void the_same_lora_gives_the_same_bytes(@ForAll long seed, @ForAll boolean dora)
      throws IOException {
    LoraWeights weights = random(new SplittableRandom(seed), 6, dora);
    LoraConverter.write(weights, LoraFormat.KOHYA, directory.resolve("a"));
    LoraConverter.write(weights, LoraFormat.KOHYA, directory.resolve("b"));
    assertThat(directory.resolve("b")).hasBinaryContent(Files.readAllBytes(directory.resolve("a")));
  }

  @Property(tries = 300)
  void any_tensors_under_a_loras_names_are_read_or_refused(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    String module = "lora_unet_middle_block_1_proj_in.";
    TensorType[] types = {TensorType.F32, TensorType.F16, TensorType.I64, TensorType.U8};
    List<TensorSource> tensors = new ArrayList<>();
    for (String part : List.of("lora_down.weight", "lora_up.weight", "alpha", "dora_scale")) {
      if (random.nextInt(8) > 0) {
        TensorType type = types[random.nextInt(random.nextInt(1, types.length + 1))];
        List<Long> shape =
            random.longs(random.nextInt(4), 0, 3).map(size -> size + 1).boxed().toList();
        int bytes =
            type.bytes() * (int) shape.stream().mapToLong(size -> size).reduce(1, (a, b) -> a * b);
        tensors.add(
            new TensorSource(
                module + part, type, shape, out -> out.write(ByteBuffer.allocate(bytes))));
      }
    }
    Path file = directory.resolve("any.safetensors");
    SafetensorsWriter.write(file, tensors, Map.of());
    try {
      LoraWeights weights = LoraWeights.read(file);
      LoraConverter.write(weights, LoraFormat.PEFT, directory.resolve("peft"));
      requireSameWeights(LoraWeights.read(directory.resolve("peft")), weights);
    } catch (TrainingFailure refused) {
      assertThat(refused.code()).isEqualTo(FailureCode.BAD_INPUT);
      assertThat(refused).hasMessageContaining(file.toString());
    }
  }

  private static void requireSameWeights(LoraWeights converted, LoraWeights original) {
    assertThat(converted.modules().keySet()).isEqualTo(original.modules().keySet());
    original
        .modules()
        .forEach(
            (name, module) -> {
              LoraModule other = converted.modules().get(name);
              assertThat(other.down().floats()).containsExactly(module.down().floats());
              float[] expected = module.up().floats();
              float[] actual = other.up().floats();
              for (int i = 0; i < expected.length; i++) {
                double wanted = expected[i] * module.scale();
                assertThat(actual[i] * other.scale())
                    .isBetween(wanted - Math.abs(wanted) * 1e-6, wanted + Math.abs(wanted) * 1e-6);
              }
              assertThat(other.magnitude().isPresent()).isEqualTo(module.magnitude().isPresent());
              module
                  .magnitude()
                  .ifPresent(
                      magnitude -> {
                        assertThat(other.magnitude().orElseThrow().floats())
                            .containsExactly(magnitude.floats());
                        assertThat(other.magnitude().orElseThrow().shape())
                            .isEqualTo(magnitude.shape());
                      });
            });
  }

  static LoraWeights random(SplittableRandom random, int count, boolean dora) {
    SortedMap<LoraModuleName, LoraModule> modules = new TreeMap<>();
    for (LoraModuleName name : MODULES.subList(0, count)) {
      int rank = random.nextInt(1, 5);
      int in = random.nextInt(1, 6);
      int out = random.nextInt(1, 6);
      double[] alphas = {rank, 1, 0.5, 7, 10.7, -2};
      modules.put(
          name,
          new LoraModule(
              matrix(random, rank, in),
              matrix(random, out, rank),
              alphas[random.nextInt(alphas.length)],
              dora ? Optional.of(matrix(random, out)) : Optional.empty()));
    }
    return new LoraWeights(LoraFormat.DIFFUSERS, modules, Map.of());
  }

  private static LoraMatrix matrix(SplittableRandom random, int... shape) {
    int length = 1;
    List<Long> dimensions = new ArrayList<>();
    for (int dimension : shape) {
      length *= dimension;
      dimensions.add((long) dimension);
    }
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return LoraMatrix.of(dimensions, values);
  }
}
