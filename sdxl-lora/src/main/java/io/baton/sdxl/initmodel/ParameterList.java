package io.baton.sdxl.initmodel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects a model's parameters layer by layer. */
final class ParameterList {

  private final List<Parameter> parameters = new ArrayList<>();

  /** In the order of their names. */
  List<Parameter> sorted() {
    return parameters.stream().sorted(Comparator.comparing(Parameter::name)).toList();
  }

  void linear(String name, int in, int out) {
    linearWithoutBias(name, in, out);
    add(name + ".bias", Initialization.ofInputs(in), out);
  }

  void linearWithoutBias(String name, int in, int out) {
    add(name + ".weight", Initialization.ofInputs(in), out, in);
  }

  void convolution(String name, int in, int out, int kernel) {
    Initialization initialization = Initialization.ofInputs((long) in * kernel * kernel);
    add(name + ".weight", initialization, out, in, kernel, kernel);
    add(name + ".bias", initialization, out);
  }

  void norm(String name, int channels) {
    add(name + ".weight", Initialization.ONES, channels);
    add(name + ".bias", Initialization.ZEROS, channels);
  }

  void embedding(String name, int count, int size) {
    add(name + ".weight", Initialization.normal(0.02), count, size);
  }

  private void add(String name, Initialization initialization, Integer... shape) {
    List<Long> dimensions = List.of(shape).stream().map(Integer::longValue).toList();
    parameters.add(new Parameter(name, dimensions, initialization));
  }
}
