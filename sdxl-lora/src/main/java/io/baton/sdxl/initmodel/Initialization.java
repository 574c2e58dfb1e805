package io.baton.sdxl.initmodel;

/**
 * How a parameter's values are drawn.
 *
 * @param kind of distribution
 * @param width the bound of a uniform distribution around 0, the deviation of a normal one
 */
record Initialization(Kind kind, double width) {

  enum Kind {
    ZEROS,
    ONES,
    UNIFORM,
    NORMAL
  }

  static final Initialization ZEROS = new Initialization(Kind.ZEROS, 0);
  static final Initialization ONES = new Initialization(Kind.ONES, 0);

  /** PyTorch's for linear and convolutional layers: uniform within 1 / √inputs. */
  static Initialization ofInputs(long inputs) {
    return new Initialization(Kind.UNIFORM, 1 / Math.sqrt(inputs));
  }

  static Initialization normal(double deviation) {
    return new Initialization(Kind.NORMAL, deviation);
  }
}
