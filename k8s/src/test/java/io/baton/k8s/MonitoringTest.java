package io.baton.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators look at, and what wakes them, is made of metrics that there are. */
@NeedsKubectl
class MonitoringTest {
  private final ExportedMetrics metrics = ExportedMetrics.ofServices();

  @Test
  void alerts_use_metrics_that_the_services_export() {
    assertThat(alerts()).hasSizeGreaterThan(10);
    assertThat(alerts().stream().flatMap(it -> metrics.findings(expression(it)).stream()))
        .isEmpty();
  }

  @Test
  void every_alert_says_what_is_wrong_how_bad_it_is_and_where_its_runbook_is() {
    String page = Repository.text("docs/kubernetes.md");
    for (Rule alert : alerts()) {
      String name = alert.getAlert();
      assertThat(page).contains("\n### " + name + "\n");
      assertThat(alert.getAnnotations())
          .as(name)
          .containsEntry("runbook", "docs/kubernetes.md#" + name.toLowerCase(Locale.ROOT))
          .containsKey("summary");
      assertThat(alert.getLabels().get("severity")).as(name).isIn("critical", "warning");
      assertThat(alert.getFor()).as(name).isNotNull();
    }
    assertThat(page.lines().filter(line -> line.startsWith("### Baton")))
        .as("runbooks of alerts that there are")
        .containsExactlyInAnyOrderElementsOf(
            alerts().stream().map(alert -> "### " + alert.getAlert()).toList());
  }

  @Test
  void dashboard_uses_metrics_that_the_services_export() throws IOException {
    ConfigMap map =
        Overlay.PRODUCTION.manifests().find(ConfigMap.class, "baton-dashboard").orElseThrow();
    JsonNode dashboard = new ObjectMapper().readTree(map.getData().get("baton.json"));
    List<String> expressions = dashboard.findValuesAsText("expr");

    assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(expressions).hasSizeGreaterThan(20);
    assertThat(expressions.stream().flatMap(it -> metrics.findings(it).stream())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max(baton_job)|nobody exports baton_job: max(baton_job)",
        "sum(rate(baton_claim_seconds_bucket{result=\"granted\"}[5m])) by (le)"
            + "|baton_claim_seconds_bucket has no label result:"
            + " sum(rate(baton_claim_seconds_bucket{result=\"granted\"}[5m])) by (le)",
        "sum by (colour) (baton_jobs)|nothing has the label colour: sum by (colour) (baton_jobs)",
        "vector(1)|it names no metric: vector(1)",
        "up == 1 and on (pod) baton_node_step > 1 unless baton_node_steps == 0"
            + "|nobody exports baton_node_steps:"
            + " up == 1 and on (pod) baton_node_step > 1 unless baton_node_steps == 0"
      })
  void expression_that_nothing_can_come_of_is_found(String expression, String finding) {
    assertThat(metrics.findings(expression)).containsExactly(finding);
  }

  private static List<Rule> alerts() {
    return Overlay.PRODUCTION.manifests().all(PrometheusRule.class).stream()
        .flatMap(rule -> rule.getSpec().getGroups().stream())
        .flatMap(group -> group.getRules().stream())
        .toList();
  }

  private static String expression(Rule alert) {
    return String.valueOf(alert.getExpr().getValue());
  }
}
