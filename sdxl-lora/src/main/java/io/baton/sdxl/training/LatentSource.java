package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.cache.CachedTensor;
import io.baton.sdxl.dataset.ReadAhead;
import io.baton.sdxl.dataset.TrainingSet;
import io.baton.sdxl.dataset.View;
import io.baton.sdxl.image.Framing;
import io.baton.sdxl.vae.LatentDistribution;
import io.baton.sdxl.vae.VaeEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The distributions of views' latents: from memory, from disk, or from the VAE, which is loaded
 * when it is first needed. Each view is encoded alone: its bits must not depend on what else is in
 * the batch or has been seen before.
 */
final class LatentSource implements AutoCloseable {

  private static final String MEAN = "mean";
  private static final String LOG_VARIANCE = "logvar";

  private final TrainingSet set;
  private final LatentCache memory;
  private final Optional<EncoderCache> disk;
  private final ReadAhead<View, Material> material;
  private final Supplier<VaeEncoder> load;
  private Optional<VaeEncoder> vae = Optional.empty();

  /**
   * @param disk keeps the distributions of views that come again
   * @param load loads the VAE; asked once at most
   */
  LatentSource(
      TrainingData data,
      LatentCache memory,
      Optional<EncoderCache> disk,
      Supplier<VaeEncoder> load) {
    this.set = data.set();
    this.memory = memory;
    this.disk = disk;
    this.material = new ReadAhead<>(data.workers(), this::read);
    this.load = load;
  }

  /** How many views it helps to announce. */
  int lookahead() {
    return material.capacity();
  }

  /** Has a view read in the background, unless it is in memory. */
  void announce(View view) {
    if (!memory.has(view)) {
      material.announce(view);
    }
  }

  /** The distribution of a view: tensors of {@code scope}, or of the cache in memory. */
  LatentDistribution get(NDManager scope, View view) {
    LatentDistribution distribution = memory.get(view, () -> make(scope, view));
    material.forget(view);
    return distribution;
  }

  private LatentDistribution make(NDManager scope, View view) {
    Material found = material.take(view);
    if (found instanceof Stored stored) {
      return new LatentDistribution(
          EncoderCache.restored(scope, stored.tensors().get(MEAN)),
          EncoderCache.restored(scope, stored.tensors().get(LOG_VARIANCE)));
    }
    Framing framing = view.framing();
    try (NDArray pixels =
        scope.create(
            ((Pixels) found).values(),
            new Shape(1, 3, framing.size().height(), framing.size().width()))) {
      LatentDistribution distribution = vae().encode(scope, pixels);
      disk(view).ifPresent(cache -> cache.store(input(view), tensors(distribution)));
      return distribution;
    }
  }

  /** Called by workers. */
  private Material read(View view) {
    Optional<SortedMap<String, CachedTensor>> stored =
        disk(view).flatMap(cache -> cache.find(input(view)));
    return stored.isPresent()
        ? new Stored(stored.orElseThrow())
        : new Pixels(set.images().pixels(view));
  }

  private Optional<EncoderCache> disk(View view) {
    return set.recurs(view) ? disk : Optional.empty();
  }

  private Map<String, String> input(View view) {
    SortedMap<String, String> parts = new TreeMap<>();
    parts.put("image", set.images().digest(view.image()));
    Framing framing = view.framing();
    parts.put("size", framing.size().toString());
    parts.put("top", String.valueOf(framing.top()));
    parts.put("left", String.valueOf(framing.left()));
    parts.put("flipped", String.valueOf(framing.flipped()));
    return parts;
  }

  private VaeEncoder vae() {
    if (vae.isEmpty()) {
      vae = Optional.of(load.get());
    }
    return vae.orElseThrow();
  }

  private static Map<String, CachedTensor> tensors(LatentDistribution distribution) {
    return Map.of(
        MEAN, EncoderCache.copy(distribution.mean()),
        LOG_VARIANCE, EncoderCache.copy(distribution.logVariance()));
  }

  @Override
  public void close() {
    vae.ifPresent(VaeEncoder::close);
    memory.close();
  }

  /** What a distribution is made of. */
  private sealed interface Material {}

  /** The distribution itself. */
  private record Stored(SortedMap<String, CachedTensor> tensors) implements Material {}

  /** Pixels for the VAE. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  private record Pixels(float[] values) implements Material {}
}
