package io.baton.sdxl.model;

/** What a model computes in. */
public enum ComputeType {
  FLOAT32(6),
  FLOAT16(5),
  BFLOAT16(15);

  private final int scalarType;

  ComputeType(int scalarType) {
    this.scalarType = scalarType;
  }

  /** libtorch's number of the type, as TorchScript writes it. */
  public int scalarType() {
    return scalarType;
  }
}
