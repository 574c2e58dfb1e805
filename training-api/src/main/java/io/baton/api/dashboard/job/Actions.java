package io.baton.api.dashboard.job;

import io.baton.api.dashboard.text.Figures;
import io.baton.api.job.Extensibility;
import io.baton.protocol.checkpoint.Artifact.ArtifactFile;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What can be done with a job now.
 *
 * @param files of the LoRA, once it is ready
 * @param refusal what was asked last and could not be done
 */
public record Actions(Job job, List<ArtifactFile> files, Optional<Refusal> refusal) {
  public Actions {
    files = List.copyOf(files);
  }

  /** Whether there was a LoRA that its owner has deleted. */
  public boolean deleted() {
    return job.status() == JobStatus.COMPLETED && files.isEmpty();
  }

  public boolean cancel() {
    return !job.status().ended();
  }

  public boolean retry() {
    return retriable(job);
  }

  static boolean retriable(Job job) {
    return job.status() == JobStatus.FAILED || job.status() == JobStatus.CANCELED;
  }

  public boolean extend() {
    return Extensibility.objection(job).isEmpty();
  }

  /** Only what waits, or may wait again, has a place in line. */
  public boolean prioritize() {
    return !job.status().ended();
  }

  public int totalSteps() {
    return job.progress().totalSteps();
  }

  /** As the form shows them, one a line. */
  public String labels() {
    return typed(
        Form.LABELS,
        job.spec().labels().values().entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining("\n")));
  }

  public String priority() {
    return typed(Form.PRIORITY, job.spec().priority().toString());
  }

  public String more() {
    return typed(Form.EXTEND, "");
  }

  private String typed(Form form, String otherwise) {
    return refusal.filter(refused -> refused.form() == form).map(Refusal::typed).orElse(otherwise);
  }

  /** Why what was asked with a form could not be done. */
  public Optional<String> why(Form form) {
    return refusal.filter(refused -> refused.form() == form).map(Refusal::sentence);
  }

  public Optional<String> whyNotExtended() {
    return why(Form.EXTEND);
  }

  public Optional<String> whyNoPriority() {
    return why(Form.PRIORITY);
  }

  public Optional<String> whyNoLabels() {
    return why(Form.LABELS);
  }

  /** Of a button, which has no form to stand in. */
  public Optional<String> whyNot() {
    return refusal.filter(refused -> refused.form() == Form.BUTTON).map(Refusal::sentence);
  }

  public String bytes(ArtifactFile file) {
    return Figures.bytes(file.size());
  }

  /** Where something was asked. */
  public enum Form {
    BUTTON,
    EXTEND,
    PRIORITY,
    LABELS
  }

  /**
   * Something that was asked and could not be done.
   *
   * @param sentence why
   * @param typed what the reader had typed, to be shown again
   */
  public record Refusal(Form form, String sentence, String typed) {}
}
