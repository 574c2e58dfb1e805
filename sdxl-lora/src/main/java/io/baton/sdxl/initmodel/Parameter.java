package io.baton.sdxl.initmodel;

import java.util.List;

/**
 * A tensor that a model learns.
 *
 * @param name in the model's weights
 * @param shape dimensions, outermost first
 * @param initialization of its values
 */
record Parameter(String name, List<Long> shape, Initialization initialization) {

  Parameter {
    shape = List.copyOf(shape);
  }

  long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}
