package io.baton.api.dashboard.newjob;

import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.job.Job;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The form of a new job.
 *
 * @param basic what almost every job says
 * @param groups all other options
 * @param models base models to be suggested
 * @param datasets those that are ready, newest first
 * @param bounds of files to be uploaded
 * @param from the job whose options it begins with
 * @param spec what it begins with, as JSON
 * @param service where the service is
 * @param storage where the service's bucket is, as browsers reach it
 */
public record NewJobView(
    List<Option> basic,
    List<OptionGroup> groups,
    List<String> models,
    List<Dataset> datasets,
    UploadBounds bounds,
    Optional<From> from,
    String spec,
    URI service,
    String storage) {

  /**
   * A job to begin with.
   *
   * @param webhook whether it has a webhook, whose secret the service tells nobody
   */
  public record From(String id, String name, boolean webhook) {
    static From of(Job job) {
      return new From(job.id().value(), job.spec().name(), job.webhookUrl().isPresent());
    }
  }
}
