package io.baton.sdxl.optimizer;

import java.util.Objects;

/** A number that changes from step to step and that a checkpoint keeps to its last bit. */
public final class StateScalar {

  private final String name;
  private double value;

  public StateScalar(String name, double initial) {
    this.name = Objects.requireNonNull(name, "name");
    this.value = initial;
  }

  /** Unique in a run. */
  public String name() {
    return name;
  }

  public double get() {
    return value;
  }

  public void set(double newValue) {
    value = newValue;
  }
}
