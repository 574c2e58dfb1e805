package io.baton.api.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A series in order of its steps, of which there may be a million. Not thread-safe. */
final class Points {
  private static final int FIRST_CAPACITY = 1024;

  private int[] steps = new int[FIRST_CAPACITY];
  private double[] values = new double[FIRST_CAPACITY];
  private int size;

  void add(int step, double value) {
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    steps[size] = step;
    values[size] = value;
    size++;
  }

  int size() {
    return size;
  }

  double value(int index) {
    return values[index];
  }

  /** Those at these indexes. */
  Points at(int[] indexes) {
    Points chosen = new Points();
    for (int index : indexes) {
      chosen.add(steps[index], values[index]);
    }
    return chosen;
  }

  List<Integer> steps() {
    return IntStream.of(steps).limit(size).boxed().toList();
  }

  List<Double> values() {
    return DoubleStream.of(values).limit(size).boxed().toList();
  }
}
