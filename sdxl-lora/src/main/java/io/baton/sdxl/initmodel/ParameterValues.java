package io.baton.sdxl.initmodel;

/** The values of a model's parameters. */
interface ParameterValues {

  /**
   * The values of {@code parameter}.
   *
   * @param index of the parameter among its model's, by name
   */
  Elements of(Parameter parameter, int index);

  /** The values of one parameter; may be asked by several threads at once. */
  interface Elements {

    /**
     * One value.
     *
     * @param element its place, row-major
     */
    float at(long element);
  }
}
