package io.baton.sdxl.initmodel;

/**
 * Random values, each a function of seed, parameter and element: the same on every machine.
 *
 * <p>SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
 *
 * @param seed of the model
 * @param component that tells the models of one seed apart
 */
record RandomValues(long seed, int component) implements ParameterValues {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double TO_UNIT = 0x1p-53;

  @Override
  public Elements of(Parameter parameter, int index) {
    long first = mix(mix(mix(seed) + component * GOLDEN) + index * GOLDEN);
    double width = parameter.initialization().width();
    return switch (parameter.initialization().kind()) {
      case ZEROS -> element -> 0;
      case ONES -> element -> 1;
      case UNIFORM -> element -> (float) (width * (2 * uniform(first, element) - 1));
      case NORMAL -> element -> normal(first, element, width);
    };
  }

  /** Uniform over [0, 1). */
  private static double uniform(long first, long element) {
    return (mix(first + 2 * element * GOLDEN) >>> 11) * TO_UNIT;
  }

  // Box and Muller's method; the second number is over (0, 1].
  private static float normal(long first, long element, double deviation) {
    double positive = ((mix(first + (2 * element + 1) * GOLDEN) >>> 11) + 1) * TO_UNIT;
    double angle = 2 * Math.PI * uniform(first, element);
    return (float) (deviation * Math.sqrt(-2 * StrictMath.log(positive)) * StrictMath.cos(angle));
  }

  private static long mix(long state) {
    long bits = state + GOLDEN;
    bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
    return bits ^ bits >>> 31;
  }
}
