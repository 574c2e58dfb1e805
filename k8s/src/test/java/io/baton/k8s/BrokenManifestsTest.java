package io.baton.k8s;

import static io.baton.k8s.Documents.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks find what they are there for: each example is the real overlay with one mistake. */
@NeedsKubectl
class BrokenManifestsTest {
  private static final Check REFERENCES =
      new ReferenceCheck(
          new DeclaredSecrets(
              Map.of(
                  "baton-database", Set.of("password"),
                  "baton-storage", Set.of("access-key", "secret-key"),
                  "baton-operator-key", Set.of("key"),
                  "baton-webhook-keys", Set.of("keys"),
                  "baton-node-key", Set.of("key"))));
  private static final Check SELECTORS = new SelectorCheck();
  private static final Check NETWORK = new NetworkCheck();
  private static final Check SECURITY = new PodSecurityCheck();
  private static final Check SETTINGS = new SettingsCheck();
  private static final Check IMAGES = new ImageCheck();
  private static final Check TIMES = new TimeCheck();

  private static final String POD = "/spec/template/spec";
  private static final String CONTAINER = POD + "/containers/0";

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "a config map that is not there",
            REFERENCES,
            all ->
                at(all.of("Deployment", "training-api"), CONTAINER + "/envFrom/0/configMapRef")
                    .put("name", "settings"),
            "Deployment training-api: there is no ConfigMap settings"),
        mistake(
            "a secret that nobody documents",
            REFERENCES,
            all ->
                at(all.of("Deployment", "autoscaler"), CONTAINER + "/env/0/valueFrom/secretKeyRef")
                    .put("name", "key"),
            "Deployment autoscaler: there is no Secret key, here or in docs/kubernetes.md"),
        mistake(
            "a key that a secret does not have",
            REFERENCES,
            all ->
                at(all.of("Deployment", "autoscaler"), CONTAINER + "/env/0/valueFrom/secretKeyRef")
                    .put("key", "token"),
            "Deployment autoscaler: there is no key token in Secret baton-operator-key"),
        mistake(
            "an account that is not there",
            REFERENCES,
            all -> at(all.of("Deployment", "trainer-node"), POD).put("serviceAccountName", "node"),
            "Deployment trainer-node: there is no ServiceAccount node"),
        mistake(
            "a volume that is not there",
            REFERENCES,
            all -> at(all.of("Deployment", "autoscaler"), POD + "/volumes/0").put("name", "temp"),
            "Deployment autoscaler: there is no volume tmp",
            "Deployment autoscaler: nobody mounts volume temp"),
        mistake(
            "a probe of a port that is not there",
            REFERENCES,
            all ->
                at(all.of("Deployment", "training-api"), CONTAINER + "/livenessProbe/httpGet")
                    .put("port", "web"),
            "Deployment training-api: there is no port web, which a probe of it asks"),
        mistake(
            "a route to a port that is not there",
            REFERENCES,
            all ->
                at(all.of("HTTPRoute", "training-api"), "/spec/rules/0/backendRefs/0")
                    .put("port", 8080),
            "HTTPRoute training-api: there is no port 8080 of a Service training-api"),
        mistake(
            "a role for a workload that is not there",
            REFERENCES,
            all ->
                ((ArrayNode) all.of("Role", "autoscaler").at("/rules/2/resourceNames")).add("node"),
            "Role autoscaler: there is no Deployment node"),
        mistake(
            "a binding of a role that is not there",
            REFERENCES,
            all -> at(all.of("RoleBinding", "autoscaler"), "/roleRef").put("name", "scaler"),
            "RoleBinding autoscaler: there is no Role scaler"),
        mistake(
            "a service that selects nothing",
            SELECTORS,
            all ->
                at(all.of("Service", "training-api"), "/spec/selector")
                    .put("app.kubernetes.io/name", "api"),
            "Service training-api: it selects no pods",
            "Service training-api: its pods have no port http"),
        mistake(
            "a service of a port that pods lack",
            SELECTORS,
            all -> at(all.of("Service", "autoscaler"), "/spec/ports/0").put("targetPort", 8080),
            "Service autoscaler: its pods have no port 8080"),
        mistake(
            "a budget that selects nothing",
            SELECTORS,
            all ->
                at(all.of("PodDisruptionBudget", "training-api"), "/spec/selector/matchLabels")
                    .put("app.kubernetes.io/name", "api"),
            "PodDisruptionBudget training-api: it selects no pods"),
        mistake(
            "a deployment that selects other pods",
            SELECTORS,
            all ->
                at(all.of("Deployment", "autoscaler"), "/spec/selector/matchLabels")
                    .put("app.kubernetes.io/name", "trainer-node"),
            "Deployment autoscaler: it does not select its own pods",
            "Deployment autoscaler: it selects pods of Deployment trainer-node"),
        mistake(
            "a monitor of a port that the service lacks",
            SELECTORS,
            all ->
                at(all.of("ServiceMonitor", "training-api"), "/spec/endpoints/0")
                    .put("port", "metrics"),
            "ServiceMonitor training-api: its Service has no port metrics"),
        mistake(
            "a monitor that selects nothing",
            SELECTORS,
            all ->
                at(all.of("PodMonitor", "trainer-node"), "/spec/selector/matchLabels")
                    .put("app.kubernetes.io/name", "node"),
            "PodMonitor trainer-node: it selects no pods",
            "PodMonitor trainer-node: its pods have no port metrics"),
        mistake(
            "a network without a default",
            NETWORK,
            all -> all.trees().remove(all.of("NetworkPolicy", "default-deny")),
            "NetworkPolicies: none denies everything to all pods"),
        mistake(
            "a way out with no way in",
            NETWORK,
            all ->
                ((ArrayNode) all.of("NetworkPolicy", "training-api").at("/spec/ingress")).remove(0),
            "NetworkPolicies: Deployment autoscaler to Deployment training-api port http may leave,"
                + " but is not let in",
            "NetworkPolicies: Deployment trainer-node to Deployment training-api port http may"
                + " leave, but is not let in"),
        mistake(
            "a rule for everybody",
            NETWORK,
            all ->
                ((ObjectNode)
                        all.of("NetworkPolicy", "gateway-to-training-api").at("/spec/ingress/0"))
                    .remove("from"),
            "NetworkPolicy gateway-to-training-api: a rule is for everybody"),
        mistake(
            "a namespace that nobody documents",
            NETWORK,
            all ->
                at(
                        all.of("NetworkPolicy", "gateway-to-training-api"),
                        "/spec/ingress/0/from/0/namespaceSelector/matchLabels")
                    .put("kubernetes.io/metadata.name", "ingress"),
            "NetworkPolicy gateway-to-training-api: the namespace ingress is not documented"),
        security("may run as root", POD, it -> it.put("runAsNonRoot", false)),
        security("needs a numeric user other than 0", POD, it -> it.put("runAsUser", 0)),
        security("has no seccomp profile", POD, it -> it.remove("seccompProfile")),
        security("may gain privileges", CONTAINER, it -> it.remove("allowPrivilegeEscalation")),
        security("is privileged", CONTAINER, it -> it.put("privileged", true)),
        security("keeps capabilities", CONTAINER, it -> it.remove("capabilities")),
        security(
            "adds capabilities",
            CONTAINER,
            it -> ((ObjectNode) it.get("capabilities")).putArray("add").add("NET_ADMIN")),
        mistake(
            "a root file system that can be written to",
            SECURITY,
            all ->
                at(all.of("Deployment", "autoscaler"), CONTAINER + "/securityContext")
                    .put("readOnlyRootFilesystem", false),
            "Deployment autoscaler, container autoscaler: its root file system can be written to"),
        mistake(
            "a volume of the machine",
            SECURITY,
            all -> {
              ObjectNode volume = at(all.of("Deployment", "autoscaler"), POD + "/volumes/0");
              volume.remove("emptyDir");
              volume.putObject("hostPath").put("path", "/");
            },
            "Deployment autoscaler: volume tmp is of a kind that is not allowed"),
        mistake(
            "the machine's network",
            SECURITY,
            all -> at(all.of("Deployment", "autoscaler"), POD).put("hostNetwork", true),
            "Deployment autoscaler: it shares a namespace of the machine"),
        mistake(
            "a token for nothing",
            SECURITY,
            all ->
                at(all.of("Deployment", "training-api"), POD)
                    .put("automountServiceAccountToken", true),
            "Deployment training-api: it has a token that it does not need"),
        mistake(
            "memory without a limit",
            SECURITY,
            all ->
                at(all.of("Deployment", "autoscaler"), CONTAINER + "/resources/limits")
                    .remove("memory"),
            "Deployment autoscaler, container autoscaler: its memory has no limit"),
        mistake(
            "more memory than the limit",
            SECURITY,
            all ->
                at(all.of("Deployment", "autoscaler"), CONTAINER + "/resources/requests")
                    .put("memory", "2Gi"),
            "Deployment autoscaler, container autoscaler: it requests more memory than its limit"),
        mistake(
            "a namespace without the profile",
            SECURITY,
            all ->
                at(all.of("Namespace", "baton"), "/metadata/labels")
                    .put("pod-security.kubernetes.io/enforce", "baseline"),
            "Namespace baton: it does not enforce the restricted profile"),
        mistake(
            "a setting that is misspelt",
            SETTINGS,
            all ->
                at(all.of("ConfigMap", "training-api-settings"), "/data")
                    .put("BATON_HTPT_PORT", ""),
            "Deployment training-api, container training-api: it reads no setting BATON_HTPT_PORT"),
        mistake(
            "a setting of another program",
            SETTINGS,
            all ->
                at(all.of("ConfigMap", "trainer-node-settings"), "/data")
                    .put("BATON_HTTP_PORT", ""),
            "Deployment trainer-node, container trainer-node: it reads no setting BATON_HTTP_PORT"),
        image("registry.example.org/baton/node:1", "nobody builds"),
        image("registry.example.org/baton/trainer-node", "is of no version"),
        image("registry.example.org/baton/trainer-node:latest", "may change"),
        mistake(
            "a drain that is cut short",
            TIMES,
            all ->
                at(all.of("Deployment", "trainer-node"), POD)
                    .put("terminationGracePeriodSeconds", 60),
            "Deployment trainer-node: it is killed after 60 s, and may need 75 s to end"),
        mistake(
            "a hook that waits less than the drain takes",
            TIMES,
            all ->
                at(all.of("ConfigMap", "trainer-node-settings"), "/data")
                    .put("BATON_DRAIN_SECONDS", "80"),
            "Deployment trainer-node: its preStop hook waits 60 s, its drain may take 80 s"),
        mistake(
            "a node without a drain",
            TIMES,
            all -> at(all.of("Deployment", "trainer-node"), CONTAINER).remove("lifecycle"),
            "Deployment trainer-node: its preStop hook does not drain it"),
        mistake(
            "a cache that outgrows its volume",
            TIMES,
            all ->
                at(all.of("ConfigMap", "trainer-node-settings"), "/data")
                    .put("BATON_MODELS_CACHE_BYTES", "64G"),
            "Deployment trainer-node: its cache of models may outgrow its volume"),
        mistake(
            "a service that ends at once",
            TIMES,
            all -> at(all.of("Deployment", "training-api"), CONTAINER).remove("lifecycle"),
            "Deployment training-api: it ends before proxies have learned of it"),
        mistake(
            "a service that is cut short",
            TIMES,
            all ->
                at(all.of("Deployment", "training-api"), POD)
                    .put("terminationGracePeriodSeconds", 25),
            "Deployment training-api: it is killed after 25 s, and may need 30 s to end"));
  }

  private static Arguments security(
      String finding, String level, Consumer<ObjectNode> changeOfContext) {
    return mistake(
        "a container that " + finding,
        SECURITY,
        all ->
            changeOfContext.accept(
                at(all.of("Deployment", "autoscaler"), level + "/securityContext")),
        "Deployment autoscaler, container autoscaler: it " + finding);
  }

  private static Arguments image(String image, String finding) {
    return mistake(
        image,
        IMAGES,
        all -> at(all.of("Deployment", "trainer-node"), CONTAINER).put("image", image),
        finding.equals("nobody builds")
            ? "Deployment trainer-node: " + finding + " " + image
            : "Deployment trainer-node: " + image + " " + finding);
  }

  private static Arguments mistake(
      String name, Check check, Consumer<Documents> change, String... findings) {
    return Arguments.of(Named.of(name, check), change, List.of(findings));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void mistake_is_found(Check check, Consumer<Documents> change, List<String> findings) {
    Documents documents = Documents.parse(Overlay.PRODUCTION.rendered());
    change.accept(documents);

    assertThat(check.findings(Manifests.of(documents)))
        .containsExactlyInAnyOrderElementsOf(findings);
  }

  @Test
  void unknown_field_is_refused() {
    Documents documents = Documents.parse(Overlay.PRODUCTION.rendered());
    at(documents.of("Deployment", "training-api"), CONTAINER + "/readinessProbe")
        .put("periodSecond", 5);

    assertThatThrownBy(() -> Manifests.of(documents))
        .hasMessage(
            "Deployment training-api: unknown field"
                + " .spec.template.spec.containers[0].readinessProbe.periodSecond");
  }

  @Test
  void value_of_another_type_is_refused() {
    Documents documents = Documents.parse(Overlay.PRODUCTION.rendered());
    at(documents.of("Deployment", "training-api"), "/spec").put("replicas", "two");

    assertThatThrownBy(() -> Manifests.of(documents))
        .hasMessageStartingWith("Deployment training-api: .spec.replicas: ");
  }

  @Test
  void kind_that_is_not_there_is_refused() {
    Documents documents = Documents.parse(Overlay.PRODUCTION.rendered());
    documents.of("PodDisruptionBudget", "training-api").put("apiVersion", "policy/v1beta2");

    assertThatThrownBy(() -> Manifests.of(documents))
        .hasMessage(
            "PodDisruptionBudget training-api: there is no kind PodDisruptionBudget in"
                + " policy/v1beta2");
  }
}
