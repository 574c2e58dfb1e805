package io.baton.sdxl.sample;

/**
 * Is told after each step of a sampling run. A {@link java.util.concurrent.CancellationException}
 * that it throws ends the run; nothing of it stays.
 */
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
