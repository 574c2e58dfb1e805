package io.baton.node.command;

import io.baton.node.metrics.MetricsAddress;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of metrics. */
final class MetricsArguments {
  static final String PORT = "--metrics-port";

  @Option(
      names = PORT,
      paramLabel = "PORT",
      defaultValue = "${env:BATON_METRICS_PORT}",
      description =
          "Serves metrics for Prometheus; the agent of GPU N with --gpus has this port plus N"
              + " (BATON_METRICS_PORT). Default: none are served")
  private Integer port;

  @Option(
      names = "--metrics-host",
      paramLabel = "ADDRESS",
      defaultValue = "${env:BATON_METRICS_HOST:-127.0.0.1}",
      description = "Where they are served (BATON_METRICS_HOST). Default: 127.0.0.1")
  private String host;

  Optional<MetricsAddress> address() {
    return Optional.ofNullable(port).map(number -> new MetricsAddress(host, number));
  }
}
