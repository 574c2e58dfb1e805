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
  public float value(Parameter parameter, int index, long element) {
    long state = mix(mix(mix(seed) + component * GOLDEN) + index * GOLDEN) + 2 * element * GOLDEN;
    double uniform = (mix(state) >>> 11) * TO_UNIT;
    double positive = ((mix(state + GOLDEN) >>> 11) + 1) * TO_UNIT;
    return parameter.initialization().value(uniform, positive);
  }

  private static long mix(long state) {
    long bits = state + GOLDEN;
    bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
    return bits ^ bits >>> 31;
  }
}
