package io.baton.sdxl.initmodel;

/** The values of a model's parameters. */
interface ParameterValues {

  /**
   * Element {@code element} of {@code parameter}.
   *
   * @param index of the parameter among its model's, by name
   * @param element row-major
   */
  float value(Parameter parameter, int index, long element);
}
