package io.baton.api.dashboard.pool;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.contract.KeptJavadoc;
import io.baton.api.dashboard.Browser;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.pool.PoolPolicy;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PolicyPageTest extends PlatformTest {
  private static final Pattern HIDDEN =
      Pattern.compile("type=\"hidden\" name=\"(version|base)\" value=\"([^\"]*)\"");

  private Browser browser() {
    return Browser.signedIn(TestKeys.OPERATOR);
  }

  @Test
  void every_field_has_its_help_from_the_contract() {
    String page = browser().page("/ui/pools/gpu/policy");

    KeptJavadoc.ofComponents(PoolPolicy.class)
        .forEach(
            (field, help) -> {
              if (!field.equals("nodes") && !field.equals("reallocation")) {
                assertThat(page).as(field).contains(help);
              }
            });
    assertThat(page)
        .contains("name=\"reallocation.slowZScore\"", "name=\"nodes.labels\"", "Nobody has set");
  }

  @Test
  void a_form_that_is_saved_unchanged_changes_nothing() {
    put("/v1/pools/gpu/policy", FULL).then().statusCode(200);
    String before = get("/v1/pools/gpu/policy").asString();

    Response saved = send(browser().page("/ui/pools/gpu/policy"), "save", Map.of());

    assertThat(saved.statusCode()).as(saved.asString()).isEqualTo(303);
    assertThat(get("/v1/pools/gpu/policy").asString()).isEqualTo(before);
  }

  @Test
  void a_change_is_saved_and_in_the_history() {
    String form = browser().page("/ui/pools/gpu/policy");

    Response saved =
        send(
            form,
            "save",
            Map.of(
                "maxReplicas", "20",
                "nodePricePerHour", "0.29",
                "paused", "true",
                "nodes.labels", "zone=a\nteam=red",
                "schedules[0].name", "nights",
                "schedules[0].cron", "0 22 * * *",
                "schedules[0].durationSeconds", "28800",
                "schedules[0].maxReplicas", "40"));

    assertThat(saved.header("Location")).endsWith("/ui/pools/gpu/policy?saved=1");
    assertThat(browser().page("/ui/pools/gpu/policy?saved=1"))
        .contains("Saved as version 1.", "maxReplicas: 10 → 20", "value=\"nights\"", "zone=a");
    assertThat(get("/v1/pools/gpu/policy").<Boolean>path("policy.paused")).isTrue();
  }

  @Test
  void refused_fields_are_named_beside_them_and_what_was_typed_stays() {
    String form = browser().page("/ui/pools/gpu/policy");

    Response words = send(form, "save", Map.of("maxReplicas", "many", "idleSeconds", "77"));
    Response bounds = send(form, "save", Map.of("maxReplicas", "20000"));
    Response cron =
        send(
            form,
            "save",
            Map.of(
                "schedules[0].name", "nights",
                "schedules[0].cron", "61 22 * * *",
                "schedules[0].durationSeconds", "3600",
                "schedules[0].maxReplicas", "4"));

    assertThat(words.statusCode()).isEqualTo(422);
    assertThat(words.asString())
        .contains("id=\"policy-maxReplicas-error\"", "must be a whole number")
        .contains("value=\"many\"", "value=\"77\"");
    assertThat(bounds.asString()).contains("id=\"policy-maxReplicas-error\"", "value=\"20000\"");
    assertThat(cron.asString())
        .contains("id=\"policy-schedules-0-cron-error\"", "value=\"61 22 * * *\"");
    assertThat(get("/v1/pools/gpu/policy").<Integer>path("version")).isZero();
  }

  @Test
  void rows_of_schedules_come_and_go() {
    put("/v1/pools/gpu/policy", FULL).then().statusCode(200);
    String form = browser().page("/ui/pools/gpu/policy");

    String added = send(form, "add", Map.of()).asString();
    String removed = send(form, "remove-0", Map.of()).asString();

    assertThat(added).contains("schedules[2].name", "value=\"nights\"");
    assertThat(removed)
        .contains("value=\"noon\"")
        .doesNotContain("value=\"nights\"", "name=\"schedules[1].name\"");
  }

  @Test
  void a_conflict_shows_both_and_loses_neither() {
    put("/v1/pools/gpu/policy", "{\"maxReplicas\":10}").then().statusCode(200);
    String form = browser().page("/ui/pools/gpu/policy");
    put("/v1/pools/gpu/policy", "{\"maxReplicas\":15,\"minReplicas\":2}").then().statusCode(200);

    Response conflict = send(form, "save", Map.of("maxReplicas", "30", "idleSeconds", "77"));

    assertThat(conflict.statusCode()).isEqualTo(412);
    assertThat(conflict.asString())
        .contains("Somebody else saved meanwhile", "<td>15</td><td>30</td><td>30</td>")
        .contains("id=\"policy-minReplicas\" name=\"minReplicas\" value=\"2\"")
        .contains("id=\"policy-idleSeconds\" name=\"idleSeconds\" value=\"77\"");
    Response saved =
        send(
            conflict.asString(),
            "save",
            Map.of("maxReplicas", "30", "minReplicas", "2", "idleSeconds", "77"));
    assertThat(saved.statusCode()).isEqualTo(303);
    assertThat(get("/v1/pools/gpu/policy").<Integer>path("policy.maxReplicas")).isEqualTo(30);
    assertThat(get("/v1/pools/gpu/policy").<Integer>path("policy.minReplicas")).isEqualTo(2);
  }

  @Test
  void without_an_autoscaler_the_effect_says_so_and_the_form_can_be_saved() {
    String form = browser().page("/ui/pools/gpu/policy");

    Response effect = send(form, "simulate", Map.of("maxReplicas", "20"));

    assertThat(effect.statusCode()).isEqualTo(200);
    assertThat(effect.asString())
        .contains("maxReplicas: 10 → 20", "No autoscaler answers for pool gpu", "value=\"20\"");
    assertThat(get("/v1/pools/gpu/policy").<Integer>path("version")).isZero();
  }

  /** As a browser sends the form: with what it held, and what was typed over it. */
  private Response send(String page, String button, Map<String, String> typed) {
    Map<String, String> fields = new HashMap<>();
    inputs(page, fields);
    fields.putAll(typed);
    fields.put("do", button);
    return browser().here().formParams(fields).post("/ui/pools/gpu/policy");
  }

  private static void inputs(String page, Map<String, String> fields) {
    Matcher hidden = HIDDEN.matcher(page);
    while (hidden.find()) {
      fields.put(hidden.group(1), text(hidden.group(2)));
    }
    Matcher input =
        Pattern.compile("<input id=\"policy-[^\"]+\" name=\"([^\"]+)\" value=\"([^\"]*)\"")
            .matcher(page);
    while (input.find()) {
      fields.put(input.group(1), text(input.group(2)));
    }
    Matcher area =
        Pattern.compile("<textarea id=\"[^\"]+\" name=\"([^\"]+)\"[^>]*>([^<]*)<").matcher(page);
    while (area.find()) {
      fields.put(area.group(1), text(area.group(2)));
    }
    Matcher on =
        Pattern.compile("type=\"checkbox\" id=\"[^\"]+\" name=\"([^\"]+)\" value=\"true\" checked")
            .matcher(page);
    while (on.find()) {
      fields.put(on.group(1), "true");
    }
  }

  private static String text(String html) {
    return html.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  private static final String FULL =
      """
      {"minReplicas":1,"maxReplicas":20,"idleSeconds":600,"nodePricePerHour":0.29,"maxHourlyCost":4,"dryRun":true,
       "nodes":{"gpus":["NVIDIA L4","NVIDIA A10"],"gpuMemoryBytes":24000000000,"labels":{"zone":"a"}},
       "reallocation":{"maxFailures":5,"slowZScore":4.5},
       "schedules":[
         {"name":"nights","cron":"0 22 * * *","timeZone":"Europe/Berlin","durationSeconds":28800,"minReplicas":5,"maxReplicas":40},
         {"name":"noon","cron":"0 12 * * *","durationSeconds":3600,"maxReplicas":4}]}
      """;
}
