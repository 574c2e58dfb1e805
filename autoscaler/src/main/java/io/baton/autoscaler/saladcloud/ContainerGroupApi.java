package io.baton.autoscaler.saladcloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.protocol.client.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** The calls of SaladCloud's public API about one container group. */
final class ContainerGroupApi {
  private final ContainerGroupName name;
  private final PatientCalls calls;

  ContainerGroupApi(SaladCloudSettings settings, Clock clock, Pause pause) {
    this.name = settings.name();
    this.calls =
        new PatientCalls(
            new SaladHttp(settings.api(), settings.key(), settings.requestTimeout()),
            settings.requestTimeout(),
            clock,
            pause,
            RandomGenerator.getDefault());
  }

  /** Get Container Group. */
  ContainerGroup group(Instant deadline) {
    return read(call(SaladRequest.get(name.path()), deadline), ContainerGroup.class);
  }

  /** List Container Group Instances. */
  List<GroupInstance> instances(Instant deadline) {
    SaladAnswer answer = call(SaladRequest.get(name.path() + "/instances"), deadline);
    return read(answer, GroupInstance.Collection.class).instances();
  }

  /** Get Quotas, of the organization. */
  Quotas quotas(Instant deadline) {
    SaladAnswer answer = call(SaladRequest.get(name.organizationPath() + "/quotas"), deadline);
    return read(answer, Quotas.class);
  }

  /** Update Container Group: {@code replicas}, whatever they were before. */
  void setReplicas(int replicas, Instant deadline) {
    call(SaladRequest.patch(name.path(), "{\"replicas\":" + replicas + "}"), deadline);
  }

  /** Start Container Group. */
  void start(Instant deadline) {
    call(SaladRequest.post(name.path() + "/start"), deadline);
  }

  /** Stop Container Group. */
  void stop(Instant deadline) {
    call(SaladRequest.post(name.path() + "/stop"), deadline);
  }

  /**
   * Update Container Group Instance: {@code deletion_cost}.
   *
   * @return whether there is such an instance
   */
  boolean setDeletionCost(InstanceId instance, int cost, Instant deadline) {
    return ofInstance(
        SaladRequest.patch(path(instance), "{\"deletion_cost\":" + cost + "}"), deadline);
  }

  /**
   * Reallocate Container Group Instance. It is not repeated when it may have been done.
   *
   * @return whether there was such an instance
   */
  boolean reallocate(InstanceId instance, Instant deadline) {
    return ofInstance(SaladRequest.postOnce(path(instance) + "/reallocate"), deadline);
  }

  private String path(InstanceId instance) {
    return name.path() + "/instances/" + instance;
  }

  private boolean ofInstance(SaladRequest request, Instant deadline) {
    SaladAnswer answer = calls.call(request, deadline);
    if (answer.status() == SaladAnswer.NOT_FOUND) {
      return false;
    }
    requireGood(answer);
    return true;
  }

  private SaladAnswer call(SaladRequest request, Instant deadline) {
    SaladAnswer answer = calls.call(request, deadline);
    requireGood(answer);
    return answer;
  }

  private void requireGood(SaladAnswer answer) {
    if (!answer.good()) {
      throw refusal(answer);
    }
  }

  private ProviderException refusal(SaladAnswer answer) {
    ProviderFault fault =
        answer.blamesSettings() ? ProviderFault.CONFIGURATION : ProviderFault.REFUSED;
    String said = answer.detail().map(text -> " (" + text + ")").orElse("");
    String sentence =
        switch (answer.status()) {
          case SaladAnswer.UNAUTHORIZED ->
              "SaladCloud does not accept the API key" + said + ": give the pool a valid one.";
          case SaladAnswer.FORBIDDEN ->
              "SaladCloud does not let the owner of the API key change container group "
                  + name
                  + said
                  + ": give the pool the key of somebody who may.";
          case SaladAnswer.NOT_FOUND ->
              "SaladCloud has no container group "
                  + name
                  + said
                  + ": create it, or correct the names in the pool's settings.";
          default -> "SaladCloud refuses a change of container group " + name + ": " + answer + ".";
        };
    return new ProviderException(fault, sentence);
  }

  private static <T> T read(SaladAnswer answer, Class<T> type) {
    try {
      return Json.mapper().readValue(answer.body(), type);
    } catch (JsonProcessingException e) {
      throw new ProviderException(
          ProviderFault.OUTAGE,
          "SaladCloud's answer is not what its documentation says: "
              + e.getOriginalMessage().lines().findFirst().orElse("it is empty")
              + ".",
          e);
    }
  }
}
