package io.baton.api.dashboard.job;

import io.baton.api.dashboard.text.OptionPath;
import io.baton.protocol.job.Job;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What a job asks for.
 *
 * @param different options that are not the default, by path
 * @param options all of them
 * @param curl the request that submits the same job again
 * @param command the command line that does
 */
public record SpecView(List<Entry> different, List<Entry> options, String curl, String command) {
  /** An option. */
  public record Entry(OptionPath path, String value) {}

  static SpecView of(Job job, URI service) {
    return new SpecView(
        entries(SpecDifferences.ofDefaults(job.spec())),
        entries(SpecDifferences.options(job.spec())),
        Resubmission.curl(service, job.spec()),
        SubmitCommand.of(job.spec(), job.webhookUrl()));
  }

  private static List<Entry> entries(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> new Entry(new OptionPath(option.getKey()), option.getValue()))
        .toList();
  }
}
