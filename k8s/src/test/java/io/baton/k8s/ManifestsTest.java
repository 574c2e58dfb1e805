package io.baton.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NeedsKubectl
class ManifestsTest {

  @ParameterizedTest
  @EnumSource
  void every_object_is_as_kubernetes_types_say(Overlay overlay) {
    assertThat(overlay.manifests().all(Deployment.class))
        .extracting(deployment -> deployment.getMetadata().getName())
        .containsExactlyInAnyOrder("training-api", "autoscaler", "trainer-node");
  }

  @ParameterizedTest
  @EnumSource
  void every_object_lies_in_the_namespace_of_the_overlay(Overlay overlay) {
    Manifests manifests = overlay.manifests();
    assertThat(manifests.all(Namespace.class)).hasSize(1);
    assertThat(manifests.objects())
        .filteredOn(object -> !(object instanceof Namespace))
        .extracting(object -> object.getMetadata().getNamespace())
        .containsOnly(manifests.all(Namespace.class).get(0).getMetadata().getName());
    assertThat(manifests.objects().stream().map(Manifests::describe)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void every_name_is_that_of_something(Overlay overlay) {
    assertThat(new ReferenceCheck(DeclaredSecrets.documented()).findings(overlay.manifests()))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void every_selector_selects_something(Overlay overlay) {
    assertThat(new SelectorCheck().findings(overlay.manifests())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everything_is_denied_but_what_both_sides_allow(Overlay overlay) {
    assertThat(new NetworkCheck().findings(overlay.manifests())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void every_pod_passes_the_restricted_profile(Overlay overlay) {
    assertThat(new PodSecurityCheck().findings(overlay.manifests())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void every_setting_is_one_that_the_program_reads(Overlay overlay) {
    assertThat(new SettingsCheck().findings(overlay.manifests())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void every_image_is_built_here_or_of_a_named_project(Overlay overlay) {
    ImageCheck check = new ImageCheck();
    assertThat(check.ours())
        .containsExactlyInAnyOrder("training-api", "autoscaler", "trainer-node");
    assertThat(check.findings(overlay.manifests())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void pods_have_the_time_that_their_end_takes(Overlay overlay) {
    assertThat(new TimeCheck().findings(overlay.manifests())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void applying_again_leaves_the_number_of_nodes_to_the_autoscaler(Overlay overlay) {
    assertThat(overlay.manifests().find(Deployment.class, "trainer-node"))
        .hasValueSatisfying(node -> assertThat(node.getSpec().getReplicas()).isNull());
  }

  @Test
  void production_holds_no_secret() {
    assertThat(Overlay.PRODUCTION.manifests().all(Secret.class)).isEmpty();
  }

  @Test
  void local_overlay_makes_every_secret_but_the_nodes_key() {
    assertThat(Overlay.LOCAL.manifests().all(Secret.class))
        .extracting(HasMetadata::getMetadata)
        .extracting(metadata -> metadata.getName().replaceFirst("-[a-z0-9]{10}$", ""))
        .containsExactlyInAnyOrderElementsOf(
            DeclaredSecrets.documented().keysByName().keySet().stream()
                .filter(name -> !name.equals("baton-node-key"))
                .toList());
  }
}
