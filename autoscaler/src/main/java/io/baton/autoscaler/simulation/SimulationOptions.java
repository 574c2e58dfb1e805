package io.baton.autoscaler.simulation;

import io.baton.protocol.pool.PoolPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was asked for on the command line. */
final class SimulationOptions {
  static final String USAGE =
      """
      Usage: autoscaler/bin/simulate [OPTION VALUE]...   simulates pools
             autoscaler/bin/simulate tick                measures one look at 10,000 nodes and 100,000 waiting jobs
        --scenario NAME          batch, day, month, or several with commas; default batch,day
        --seeds N                runs of each rule, with the seeds 1 to N; default 10
        --fixed N,N              sizes of the fixed pools; default: half of and all of --nodes
        --jobs N                 default: the scenario's
        --nodes N                most nodes, under each rule; default: the scenario's
        --steps N                of each job; default 1400
        --idle-seconds N         idleSeconds and zeroIdleSeconds of Baton's policy; default: the scenario's
        --tick-seconds N         how often Baton looks; default: the scenario's
        --interruption-hours X   mean time until a machine vanishes; default 8
        --bad-machines N         on which every job fails; default: the scenario's
        --images DIRECTORY       writes the curves of the first seed as scaling-SCENARIO.svg
        --out FILE               writes the tables into that page, between its marks
      """;

  private static final Set<String> KNOWN =
      Set.of(
          "scenario",
          "seeds",
          "fixed",
          "jobs",
          "nodes",
          "steps",
          "idle-seconds",
          "tick-seconds",
          "interruption-hours",
          "bad-machines",
          "images",
          "out");

  private final Map<String, String> values = new HashMap<>();

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException with one sentence that says what is wrong
   */
  SimulationOptions(String[] words) {
    for (int i = 0; i < words.length; i += 2) {
      String name = words[i].startsWith("--") ? words[i].substring(2) : "";
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            "'%s' is no option; --help lists them.".formatted(words[i]));
      }
      if (i + 1 == words.length) {
        throw new IllegalArgumentException("--%s needs a value.".formatted(name));
      }
      values.put(name, words[i + 1]);
    }
  }

  List<Scenario> scenarios() {
    List<Scenario> chosen = new ArrayList<>();
    for (String name : values.getOrDefault("scenario", "batch,day").split(",")) {
      chosen.add(
          changed(
              Scenarios.named(name)
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "--scenario: there is no '%s'; batch, day and month are there."
                                  .formatted(name)))));
    }
    return chosen;
  }

  private Scenario changed(Scenario scenario) {
    PoolPolicy policy = scenario.policy();
    int nodes = number("nodes", policy.maxReplicas(), 10_000);
    int idle = number("idle-seconds", 0, policy.idleSeconds(), 86_400);
    ProviderFigures provider = scenario.provider();
    return scenario.toBuilder()
        .jobs(number("jobs", scenario.jobs(), 10_000_000))
        .steps(number("steps", scenario.steps(), 1_000_000))
        .tick(
            Duration.ofSeconds(
                number("tick-seconds", Math.toIntExact(scenario.tick().toSeconds()), 3600)))
        .policy(policy.toBuilder().replicas(0, nodes).idleSeconds(idle, idle).build())
        .provider(
            provider
                .withInterruptionHours(real("interruption-hours", provider.interruptionHours()))
                .withMachines(
                    Math.max(provider.machines(), 2 * nodes),
                    number("bad-machines", 0, provider.badMachines(), provider.machines() - 1)))
        .build();
  }

  List<Rule> rules(Scenario scenario) {
    List<Rule> rules =
        new ArrayList<>(List.of(new Rule.Baton(), Rule.PendingPlusRunning.EVERY_5_MINUTES));
    int most = scenario.policy().maxReplicas();
    String fixed = values.getOrDefault("fixed", Math.max(1, most / 2) + "," + most);
    for (String size : fixed.split(",")) {
      rules.add(new Rule.FixedPool(number("fixed", size, 1, most)));
    }
    return rules;
  }

  int seeds() {
    return number("seeds", 10, 1000);
  }

  Optional<Path> images() {
    return Optional.ofNullable(values.get("images")).map(Path::of);
  }

  Optional<Path> page() {
    return Optional.ofNullable(values.get("out")).map(Path::of);
  }

  private int number(String name, int otherwise, int most) {
    return number(name, 1, otherwise, most);
  }

  private int number(String name, int least, int otherwise, int most) {
    String given = values.get(name);
    return given == null ? otherwise : number(name, given, least, most);
  }

  private static int number(String name, String given, int least, int most) {
    try {
      int value = Integer.parseInt(given.trim());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of bounds.
    }
    throw new IllegalArgumentException(
        "--%s: '%s' is no whole number from %,d to %,d.".formatted(name, given, least, most));
  }

  private double real(String name, double otherwise) {
    String given = values.get(name);
    if (given == null) {
      return otherwise;
    }
    try {
      double value = Double.parseDouble(given);
      if (value > 0 && value <= 1e6) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of bounds.
    }
    throw new IllegalArgumentException(
        "--%s: '%s' is no number above 0, up to 1,000,000.".formatted(name, given));
  }
}
