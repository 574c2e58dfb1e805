package io.baton.protocol.job.sample;

import io.baton.protocol.job.JobId;
import io.baton.protocol.label.Labels;
import java.util.Map;

/** The label by which jobs are found that draw the sample images of another. */
public final class SamplingLabel {
  public static final String KEY = "baton.samples-of";

  private SamplingLabel() {}

  /** Of a job that draws the images of that one. */
  public static Labels of(JobId job) {
    return new Labels(Map.of(KEY, job.value()));
  }
}
