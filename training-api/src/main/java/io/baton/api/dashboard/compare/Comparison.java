package io.baton.api.dashboard.compare;

import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which jobs are compared and how, as the address says.
 *
 * @param jobs what stands for jobs there, each once; may be no id at all
 * @param find by what jobs are looked for that could be added
 * @param allOptions whether options are shown that all jobs have alike
 * @param sampleStep at which sample images are looked at; empty: the last one
 * @param samplesStacked whether images lie over each other, not beside each other
 */
public record Comparison(
    List<String> jobs,
    Optional<String> find,
    ChartChoice chart,
    boolean allOptions,
    Optional<Integer> sampleStep,
    boolean samplesStacked) {
  /** More curves than that cannot be told apart. */
  public static final int MOST = 8;

  private static final String PAGE = "/ui/compare";
  private static final String ALL = "all";
  private static final String STACKED = "stacked";

  public Comparison {
    jobs = List.copyOf(jobs);
  }

  static Comparison of(MultivaluedMap<String, String> parameters) {
    List<String> jobs = new ArrayList<>(given(parameters, "job"));
    jobs.removeAll(given(parameters, "without"));
    return new Comparison(
        jobs.stream().distinct().toList(),
        first(parameters, "find"),
        ChartChoice.of(
            first(parameters, "metric"),
            first(parameters, "axis"),
            first(parameters, "scale"),
            first(parameters, "lines"),
            first(parameters, "smoothing")),
        first(parameters, "options").filter(ALL::equals).isPresent(),
        first(parameters, "at").filter(text -> text.matches("[0-9]{1,9}")).map(Integer::valueOf),
        first(parameters, "samples").filter(STACKED::equals).isPresent());
  }

  private static List<String> given(MultivaluedMap<String, String> parameters, String name) {
    return parameters.getOrDefault(name, List.of()).stream()
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static Optional<String> first(MultivaluedMap<String, String> parameters, String name) {
    return given(parameters, name).stream().findFirst();
  }

  /** The address that says this and nothing besides. */
  public String address() {
    List<String> parameters = new ArrayList<>();
    jobs.forEach(job -> parameters.add(parameter("job", job)));
    find.ifPresent(text -> parameters.add(parameter("find", text)));
    if (!chart.metric().equals(ChartChoice.DEFAULT.metric())) {
      parameters.add(parameter("metric", chart.metric()));
    }
    if (chart.byTime()) {
      parameters.add(parameter("axis", "time"));
    }
    if (chart.logarithmic()) {
      parameters.add(parameter("scale", "log"));
    }
    if (chart.lines() != ChartChoice.DEFAULT.lines()) {
      parameters.add(parameter("lines", chart.lines().wireName()));
    }
    if (chart.smoothing() != ChartChoice.DEFAULT.smoothing()) {
      parameters.add(parameter("smoothing", Double.toString(chart.smoothing())));
    }
    if (allOptions) {
      parameters.add(parameter("options", ALL));
    }
    sampleStep.ifPresent(step -> parameters.add(parameter("at", step.toString())));
    if (samplesStacked) {
      parameters.add(parameter("samples", STACKED));
    }
    return parameters.isEmpty() ? PAGE : PAGE + "?" + String.join("&", parameters);
  }

  private static String parameter(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** The address of the same without a job. */
  public String without(String job) {
    List<String> others = jobs.stream().filter(each -> !each.equals(job)).toList();
    return new Comparison(others, find, chart, allOptions, sampleStep, samplesStacked).address();
  }

  public boolean has(String job) {
    return jobs.contains(job);
  }

  public boolean hasRoom() {
    return jobs.size() < MOST;
  }
}
