package io.baton.sdxl.model;

import ai.djl.Device;
import java.util.Objects;

/**
 * Where and in what a model computes.
 *
 * @param device that holds its weights
 * @param type of its weights and of what it computes on the way
 */
public record Placement(Device device, ComputeType type) {

  public Placement {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(type, "type");
  }
}
