package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.cache.CacheKey;
import io.baton.sdxl.cache.CachedTensor;
import io.baton.sdxl.cache.TensorCache;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one encoder has made, on disk.
 *
 * @param cache the directory, shared by all encoders
 * @param kind of what is made, such as {@code latents}
 * @param encoder what decides the results beside the input: weights, precision, device
 */
record EncoderCache(TensorCache cache, String kind, SortedMap<String, String> encoder) {

  Optional<SortedMap<String, CachedTensor>> find(Map<String, String> input) {
    return cache.find(key(input));
  }

  void store(Map<String, String> input, Map<String, CachedTensor> tensors) {
    cache.store(key(input), tensors);
  }

  private CacheKey key(Map<String, String> input) {
    SortedMap<String, String> parts = new TreeMap<>(encoder);
    parts.putAll(input);
    return new CacheKey(kind, parts);
  }

  /** A tensor of 32-bit floats, copied to plain memory. */
  static CachedTensor copy(NDArray tensor) {
    return new CachedTensor(
        Arrays.stream(tensor.getShape().getShape()).boxed().toList(), tensor.toFloatArray());
  }

  /** A tensor of {@code manager} again. */
  static NDArray restored(NDManager manager, CachedTensor tensor) {
    return manager.create(
        tensor.values(), new Shape(tensor.shape().stream().mapToLong(Long::longValue).toArray()));
  }
}
