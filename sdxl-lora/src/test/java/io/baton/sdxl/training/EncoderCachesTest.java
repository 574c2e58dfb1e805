package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.cache.TensorCache;
import io.baton.sdxl.command.TinyModel;
import io.baton.sdxl.dataset.EpochPlan.MicroStep;
import io.baton.sdxl.dataset.ImageWorkers;
import io.baton.sdxl.dataset.View;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.sample.TextEmbedding;
import io.baton.sdxl.sample.TextEncoders;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import io.baton.sdxl.training.options.TrainingOptions;
import io.baton.sdxl.vae.LatentDistribution;
import io.baton.sdxl.vae.VaeEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk needs no encoder. */
class EncoderCachesTest {

  private static final Placement CPU = new Placement(Device.cpu(), ComputeType.FLOAT32);

  @TempDir Path directory;

  private final ModelDirectory model = ModelDirectory.open(TinyModel.directory(), Optional.empty());
  private NDManager manager;
  private EncoderCaches caches;

  @BeforeEach
  void open() {
    TorchRuntime torch = TorchRuntime.start(new TorchSettings(1));
    manager = torch.newManager(Device.cpu());
    TensorCache disk = TensorCache.open(directory.resolve("cache"), text -> fail(text));
    caches = new EncoderCaches(disk, model, torch);
  }

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void text_encoders_are_asked_only_for_what_is_not_there() {
    List<String> asked = new ArrayList<>();
    TextEncoders encoders = new TextEncoders(model, CPU, Optional.empty());
    CachedPrompts prompts =
        new CachedPrompts(
            caches.texts(CPU),
            (scope, texts) -> {
              asked.addAll(texts);
              return encoders.encode(scope, texts);
            });
    List<TextEmbedding> made = prompts.encode(manager, List.of("a cat", "a dog", "a cat"));
    List<TextEmbedding> found = prompts.encode(manager, List.of("a dog", "a cow", "a cat"));
    assertThat(asked).containsExactly("a cat", "a dog", "a cow");
    assertThat(values(found.get(0))).usingRecursiveComparison().isEqualTo(values(made.get(1)));
    assertThat(values(found.get(2)))
        .usingRecursiveComparison()
        .isEqualTo(values(made.get(0)))
        .isEqualTo(values(made.get(2)));
  }

  @Test
  void the_vae_is_not_loaded_when_all_views_are_there() {
    float[] made = latents(() -> VaeEncoder.load(model, manager, CPU));
    assertThat(latents(() -> fail("the VAE is loaded"))).isEqualTo(made);
  }

  private static List<float[]> values(TextEmbedding embedding) {
    return List.of(embedding.hiddenStates().toFloatArray(), embedding.pooled().toFloatArray());
  }

  private float[] latents(Supplier<VaeEncoder> vae) {
    TrainingOptions options = DataPath.centred(SmallRun.into(directory)).options();
    try (ImageWorkers workers = ImageWorkers.start(0)) {
      TrainingData data = TrainingData.load(options, Optional.empty(), workers);
      EncoderCache disk = caches.latents(Device.cpu(), options.images().framing());
      try (LatentSource latents =
          new LatentSource(data, new LatentCache(manager, 1 << 20), Optional.of(disk), vae)) {
        MicroStep first = data.plan().microStep(0);
        View view = data.set().rows(data.plan(), first, 1).get(0).view();
        LatentDistribution distribution = latents.get(manager, view);
        return distribution.mean().concat(distribution.logVariance()).toFloatArray();
      }
    }
  }
}
