package io.baton.sdxl.sample;

/** Is told after each step of a sampling run. */
@FunctionalInterface
public interface DenoisingListener {

  /** For those who do not want to know. */
  DenoisingListener SILENT = (done, all) -> {};

  /**
   * @param done steps done
   * @param all steps of the run
   */
  void afterStep(int done, int all);
}
