package io.baton.autoscaler.saladcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.autoscaler.local.SettableClock;
import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a pool makes of whatever SaladCloud may answer. */
class SaladCloudAnswersTest {
  private final SettableClock clock = new SettableClock();
  private final SaladCloudServer server = new SaladCloudServer();
  private final List<Duration> pauses = new ArrayList<>();
  private final SaladCloudPool provider = new SaladCloudPool(server.settings(), clock, this::pause);

  private void pause(Duration duration) {
    pauses.add(duration);
    clock.advance(duration);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void requests_that_are_too_many_are_made_again_when_saladcloud_says_so() {
    server.fail(429, Map.of("Retry-After", "7"), tooMany());

    provider.look();

    assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void no_request_is_made_before_the_time_that_saladcloud_named() {
    server.fail(429, Map.of("Retry-After", "90"), tooMany());

    ProviderException refused = refusal(() -> provider.look());
    assertThat(refused.fault()).isEqualTo(ProviderFault.REFUSED);
    assertThat(refused.retryAfter()).contains(Duration.ofSeconds(90));
    assertThat(refused).hasMessageContaining("HTTP 429 (Slow down.)");
    clock.advance(Duration.ofSeconds(50));
    assertThatThrownBy(() -> provider.look()).isInstanceOf(ProviderException.class);
    assertThat(server.requests()).hasSize(1);
    assertThat(pauses).isEmpty();

    clock.advance(Duration.ofSeconds(25));
    provider.look();
    assertThat(pauses).containsExactly(Duration.ofSeconds(15));
  }

  @Test
  void what_failed_is_tried_again_and_done_once() {
    server.fail(503, Map.of(), "<html>Bad gateway</html>");
    server.fail(500, Map.of(), SaladCloudGroup.problem(500, "Oops", "It broke."));

    provider.grow(3);

    assertThat(server.group().replicas()).isEqualTo(3);
    assertThat(pauses).hasSize(2);
    assertThat(pauses.get(1)).isGreaterThan(pauses.get(0).dividedBy(2));
  }

  @Test
  void an_outage_ends_the_call_after_its_patience() {
    for (int i = 0; i < 100; i++) {
      server.fail(502, Map.of(), "<html>Bad gateway</html>");
    }

    ProviderException failed = refusal(() -> provider.look());

    assertThat(failed.fault()).isEqualTo(ProviderFault.OUTAGE);
    assertThat(failed).hasMessage("SaladCloud is out of order: it answered HTTP 502.");
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  @Test
  void a_reallocation_that_may_have_been_made_is_not_made_again() {
    provider.grow(1);
    InstanceId only = provider.look().instances().get(0).id();
    server.forgetRequests();
    server.fail(200, Map.of(), server.group().json());
    server.fail(200, Map.of(), server.group().instancesJson());
    server.fail(500, Map.of(), SaladCloudGroup.problem(500, "Oops", "It broke."));

    assertThat(refusal(() -> provider.replace(only)).fault()).isEqualTo(ProviderFault.OUTAGE);

    assertThat(server.changes()).containsExactly("POST /instances/" + only + "/reallocate");
    assertThat(pauses).isEmpty();
  }

  @Test
  void a_key_that_is_refused_is_told_and_not_shown() {
    server.refreshKey();

    ProviderException refused = refusal(() -> provider.look());

    assertThat(refused.fault()).isEqualTo(ProviderFault.CONFIGURATION);
    assertThat(refused)
        .hasMessage(
            "SaladCloud does not accept the API key (The API key is not valid.): give the pool a"
                + " valid one.");
    assertThat(server.requests()).hasSize(1);
    assertThat(new SaladApiKey(SaladCloudServer.KEY)).asString().doesNotContain("secret");
  }

  @Test
  void refusals_say_what_to_do() {
    server.fail(403, Map.of(), SaladCloudGroup.problem(403, "Forbidden", "Not yours."));
    assertThat(refusal(() -> provider.look()))
        .hasMessage(
            "SaladCloud does not let the owner of the API key change container group"
                + " acme-corp/dev-env/trainers (Not yours.): give the pool the key of somebody who"
                + " may.");
    server.fail(404, Map.of(), "<html>nothing here</html>");
    assertThat(refusal(() -> provider.look()))
        .hasMessage(
            "SaladCloud has no container group acme-corp/dev-env/trainers: create it, or correct"
                + " the names in the pool's settings.");
    server.fail(200, Map.of(), "<html>maintenance</html>");
    assertThat(refusal(() -> provider.look()).fault()).isEqualTo(ProviderFault.OUTAGE);
    server.fail(200, Map.of(), "{}");
    assertThat(refusal(() -> provider.look()))
        .hasMessageContaining("not what its documentation says");
  }

  @Test
  void a_server_that_is_not_there_is_an_outage() {
    server.close();

    ProviderException failed = refusal(() -> provider.look());

    assertThat(failed.fault()).isEqualTo(ProviderFault.OUTAGE);
    assertThat(failed).hasMessageStartingWith("SaladCloud cannot be reached: ");
    assertThat(pauses).isNotEmpty();
  }

  @Test
  void states_that_are_not_documented_yet_do_no_harm() {
    server.group().setReplicas(1);
    server.fail(200, Map.of(), server.group().json().replace("\"stopped\"", "\"hibernating\""));
    server.fail(
        200,
        Map.of(),
        """
        {"instances":[{"id":"%s","machine_id":"%s","state":"dreaming","version":1,
          "update_time":"2026-03-01T12:00:00Z","mood":"fine"}]}"""
            .formatted(UUID.randomUUID(), UUID.randomUUID()));

    assertThat(provider.look().instances()).singleElement().matches(Instance::pending);
  }

  private static String tooMany() {
    return SaladCloudGroup.problem(429, "Too Many Requests", "Slow down.");
  }

  private static ProviderException refusal(ThrowingCallable call) {
    return catchThrowableOfType(ProviderException.class, call);
  }
}
