package io.baton.node.gpu;

import java.util.Objects;
import java.util.Optional;

/**
 * A GPU of this machine, as its driver tells of it.
 *
 * @param index in the order of the PCI bus
 * @param uuid such as {@code GPU-5d5ba0d6-…}
 * @param name product name, 1 to 200 characters
 * @param memoryBytes all of its memory; empty where the driver does not say
 */
public record Gpu(int index, String uuid, String name, Optional<Long> memoryBytes) {
  private static final int MAX_NAME = 200;

  public Gpu {
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(memoryBytes, "memoryBytes");
    if (index < 0 || name.isBlank()) {
      throw new IllegalArgumentException("no GPU: index " + index + ", name '" + name + "'");
    }
    name = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }
}
