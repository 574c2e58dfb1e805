package io.baton.api.dashboard.newjob;

import java.util.List;

/**
 * Fields of a job that belong together.
 *
 * @param path of the object that they are in; empty for the job itself
 * @param help what the contract says of the object
 * @param optional whether the object means something by being there, even when it is empty
 */
public record OptionGroup(String path, HelpText help, boolean optional, List<Option> options) {

  public String id() {
    return path.isEmpty() ? "group-job" : "group-" + path.replace('.', '-');
  }

  public String title() {
    return path.isEmpty() ? "Job" : Words.ofName(path.substring(path.lastIndexOf('.') + 1));
  }

  /** The same without those that stand elsewhere. */
  OptionGroup without(List<Option> elsewhere) {
    return new OptionGroup(
        path, help, optional, options.stream().filter(o -> !elsewhere.contains(o)).toList());
  }
}
