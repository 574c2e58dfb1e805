package io.baton.autoscaler.kubernetes;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The mock server's objects, with what it lacks: the scale and the eviction subresource, and
 * preconditions. It counts calls, and fails those that a test wants to fail.
 */
final class PretendApiServer extends Dispatcher {
  private final KubernetesCrudDispatcher objects = new KubernetesCrudDispatcher(List.of());
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile Optional<Fault> fault = Optional.empty();
  private volatile Optional<String> disruptionBudget = Optional.empty();
  private volatile boolean changeBeforeScale;

  /**
   * An answer in place of the right one.
   *
   * @param call how the method and path of the calls begin that fail
   */
  record Fault(String call, int code, String message) {}

  void fail(Fault next) {
    fault = Optional.of(next);
  }

  void forbidEvictions(String message) {
    disruptionBudget = Optional.of(message);
  }

  /** Another changes the workload right before it is scaled the next time. */
  void changeBeforeScale() {
    changeBeforeScale = true;
  }

  /** Method and path of every call but reads. */
  List<String> changes() {
    return calls.stream().filter(call -> !call.startsWith("GET")).toList();
  }

  void forgetCalls() {
    calls.clear();
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    String call = request.getMethod() + " " + request.getPath();
    calls.add(call);
    Optional<Fault> wanted = fault.filter(each -> call.startsWith(each.call()));
    if (wanted.isPresent()) {
      return status(wanted.get().code(), wanted.get().message());
    }
    if (request.getPath().endsWith("/scale") && request.method() == HttpMethod.PUT) {
      return scale(request);
    }
    if (request.getPath().endsWith("/eviction")) {
      return evict(request);
    }
    if (request.method() == HttpMethod.DELETE && request.getBody().size() > 0) {
      return delete(
          request.getPath(), Serialization.unmarshal(request.getUtf8Body(), DeleteOptions.class));
    }
    return objects.dispatch(request);
  }

  private MockResponse scale(RecordedRequest request) {
    String path = request.getPath().substring(0, request.getPath().lastIndexOf("/scale"));
    Scale scale = Serialization.unmarshal(request.getUtf8Body(), Scale.class);
    if (changeBeforeScale) {
      changeBeforeScale = false;
      objects.dispatch(
          request(HttpMethod.PATCH, path, "{\"metadata\":{\"annotations\":{\"by\":\"another\"}}}"));
    }
    MockResponse now = objects.handleGet(path);
    if (now.code() != 200) {
      return now;
    }
    GenericKubernetesResource workload =
        Serialization.unmarshal(now.getBody().readUtf8(), GenericKubernetesResource.class);
    String version = scale.getMetadata().getResourceVersion();
    if (version != null && !version.equals(workload.getMetadata().getResourceVersion())) {
      return status(409, "the object has been modified; please apply your changes to the latest");
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> spec = (Map<String, Object>) workload.getAdditionalProperties().get("spec");
    spec.put("replicas", scale.getSpec().getReplicas());
    return objects.dispatch(request(HttpMethod.PUT, path, Serialization.asJson(workload)));
  }

  private MockResponse evict(RecordedRequest request) {
    if (disruptionBudget.isPresent()) {
      return status(429, disruptionBudget.get());
    }
    String path = request.getPath().substring(0, request.getPath().lastIndexOf("/eviction"));
    Eviction eviction = Serialization.unmarshal(request.getUtf8Body(), Eviction.class);
    return delete(path, eviction.getDeleteOptions());
  }

  private MockResponse delete(String path, DeleteOptions options) {
    MockResponse now = objects.handleGet(path);
    if (now.code() != 200) {
      return now;
    }
    GenericKubernetesResource there =
        Serialization.unmarshal(now.getBody().readUtf8(), GenericKubernetesResource.class);
    boolean another =
        options != null
            && options.getPreconditions() != null
            && !there.getMetadata().getUid().equals(options.getPreconditions().getUid());
    return another
        ? status(409, "the UID in the precondition does not match")
        : objects.dispatch(request(HttpMethod.DELETE, path, ""));
  }

  private static RecordedRequest request(HttpMethod method, String path, String body) {
    return new RecordedRequest(
        "HTTP/1.1",
        method,
        path,
        Headers.builder()
            .add(
                "Content-Type",
                method == HttpMethod.PATCH ? "application/merge-patch+json" : "application/json")
            .build(),
        new Buffer().writeUtf8(body));
  }

  private static MockResponse status(int code, String message) {
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(
            Serialization.asJson(
                new StatusBuilder()
                    .withCode(code)
                    .withStatus("Failure")
                    .withMessage(message)
                    .build()));
  }
}
