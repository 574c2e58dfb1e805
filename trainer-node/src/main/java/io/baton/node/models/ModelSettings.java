package io.baton.node.models;

import io.baton.node.config.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where base models come from and what is kept of them.
 *
 * @param directory models that the operator put there
 * @param cache what is fetched; all agents of a machine may share it
 * @param cacheBytes that the cache may hold
 * @param sources names of the operator's
 * @param allowed what jobs may name themselves
 * @param hub what {@code hf://} means
 * @param buckets where {@code s3://} is
 * @param bytesPerSecond for downloads; empty: as fast as it goes
 */
public record ModelSettings(
    Path directory,
    Path cache,
    long cacheBytes,
    List<ModelSource> sources,
    List<AllowedSource> allowed,
    HubSettings hub,
    BucketSettings buckets,
    Optional<Long> bytesPerSecond) {
  public ModelSettings {
    directory = directory.toAbsolutePath().normalize();
    cache = cache.toAbsolutePath().normalize();
    sources = List.copyOf(sources);
    allowed = List.copyOf(allowed);
    Objects.requireNonNull(hub, "hub");
    Objects.requireNonNull(buckets, "buckets");
    if (cacheBytes < 1) {
      throw new ConfigException("--models-cache-bytes must be at least 1.");
    }
    if (bytesPerSecond.filter(rate -> rate < 1).isPresent()) {
      throw new ConfigException("--models-bytes-per-second must be at least 1.");
    }
    if (sources.stream().map(ModelSource::name).distinct().count() < sources.size()) {
      throw new ConfigException("--model-source gives one name to several models.");
    }
  }
}
