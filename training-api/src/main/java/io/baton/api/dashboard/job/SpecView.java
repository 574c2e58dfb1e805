package io.baton.api.dashboard.job;

import io.baton.protocol.job.Job;
import java.net.URI;
import java.util.Map;

/**
 * What a job asks for.
 *
 * @param different options that are not the default, by path
 * @param options all of them
 * @param curl the request that submits the same job again
 * @param command the command line that does
 */
public record SpecView(
    Map<String, String> different, Map<String, String> options, String curl, String command) {
  static SpecView of(Job job, URI service) {
    return new SpecView(
        SpecDifferences.ofDefaults(job.spec()),
        SpecDifferences.options(job.spec()),
        Resubmission.curl(service, job.spec()),
        SubmitCommand.of(job.spec(), job.webhookUrl()));
  }
}
