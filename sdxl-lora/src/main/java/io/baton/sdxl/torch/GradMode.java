package io.baton.sdxl.torch;

import ai.djl.pytorch.jni.JniUtils;

/** Whether the calling thread records operations for gradients, until closed. */
public final class GradMode implements AutoCloseable {

  private final boolean before;

  private GradMode(boolean enabled) {
    before = JniUtils.isGradMode();
    JniUtils.setGradMode(enabled);
  }

  public static GradMode enabled() {
    return new GradMode(true);
  }

  public static GradMode disabled() {
    return new GradMode(false);
  }

  /** Restores the mode from before; on the thread that opened this. */
  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
