package io.baton.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pod that is to end has the time that its program takes, and a node the room that it may use.
 */
final class TimeCheck implements Check {
  /** From the end of a drain to that of the process. */
  private static final long NODE_ENDS_WITHIN = 15;

  /** What a service takes to end beside its requests. */
  private static final long SERVICE_ENDS_WITHIN = 10;

  /** How long proxies may send requests to a pod that is going. */
  private static final long PROXIES_LEARN_WITHIN = 5;

  private static final Pattern SHUTDOWN =
      Pattern.compile("(?m)^quarkus\\.shutdown\\.timeout=(\\d+)s$");

  @Override
  public List<String> findings(Manifests manifests) {
    List<String> findings = new ArrayList<>();
    manifests.workload("Deployment trainer-node").ifPresent(it -> node(it, manifests, findings));
    manifests.workload("Deployment training-api").ifPresent(it -> service(it, findings));
    return findings;
  }

  private static void node(Workload node, Manifests manifests, List<String> findings) {
    long drain = Long.parseLong(manifests.setting(node, "BATON_DRAIN_SECONDS").orElse("30"));
    List<String> hook =
        hook(node).map(it -> it.getExec()).map(it -> it.getCommand()).orElse(List.of());
    if (!hook.contains("drain") || hook.indexOf("--seconds") < 0) {
      findings.add(node.name() + ": its preStop hook does not drain it");
      return;
    }
    long waits = Long.parseLong(hook.get(hook.indexOf("--seconds") + 1));
    if (waits < drain) {
      findings.add(
          "%s: its preStop hook waits %d s, its drain may take %d s"
              .formatted(node.name(), waits, drain));
    }
    ends(node, waits + NODE_ENDS_WITHIN, findings);
    long cache = bytes(manifests.setting(node, "BATON_MODELS_CACHE_BYTES").orElse("64G") + "i");
    long room =
        node.pod().getVolumes().stream()
            .filter(volume -> volume.getName().equals("models-cache"))
            .map(Volume::getEmptyDir)
            .mapToLong(volume -> bytes(volume.getSizeLimit().toString()))
            .sum();
    if (cache >= room) {
      findings.add(node.name() + ": its cache of models may outgrow its volume");
    }
  }

  private static void service(Workload service, List<String> findings) {
    Optional<Long> pause = hook(service).map(it -> it.getSleep()).map(it -> it.getSeconds());
    if (pause.orElse(0L) < PROXIES_LEARN_WITHIN) {
      findings.add(service.name() + ": it ends before proxies have learned of it");
    }
    Matcher shutdown =
        SHUTDOWN.matcher(Repository.text("training-api/src/main/resources/application.properties"));
    if (!shutdown.find()) {
      throw new AssertionError("training-api has no quarkus.shutdown.timeout");
    }
    ends(
        service,
        pause.orElse(0L) + Long.parseLong(shutdown.group(1)) + SERVICE_ENDS_WITHIN,
        findings);
  }

  private static Optional<LifecycleHandler> hook(Workload workload) {
    Container container = workload.pod().getContainers().get(0);
    return Optional.ofNullable(container.getLifecycle()).map(it -> it.getPreStop());
  }

  private static void ends(Workload workload, long needs, List<String> findings) {
    long has = workload.pod().getTerminationGracePeriodSeconds();
    if (has < needs) {
      findings.add(
          "%s: it is killed after %d s, and may need %d s to end"
              .formatted(workload.name(), has, needs));
    }
  }

  private static long bytes(String quantity) {
    return Quantity.getAmountInBytes(Quantity.parse(quantity)).longValueExact();
  }
}
