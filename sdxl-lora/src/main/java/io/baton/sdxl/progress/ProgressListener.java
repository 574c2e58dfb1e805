package io.baton.sdxl.progress;

/** Is told what happens, on the training thread. */
@FunctionalInterface
public interface ProgressListener {

  void on(ProgressEvent event);
}
