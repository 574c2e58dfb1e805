package io.baton.autoscaler.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.pool.PolicySchedule;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolPolicyBuilder;
import io.baton.protocol.pool.ScalingReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Instant NIGHT = Instant.parse("2026-03-01T23:00:00Z");
  private static final Instant DAY = Instant.parse("2026-03-01T12:00:00Z");
  private static final PolicySchedule NIGHTS =
      new PolicySchedule("nights", "0 22 * * *", "UTC", 28_800, 5, 20);
  private static final PolicySchedule ALWAYS =
      new PolicySchedule("always", "0 0 * * *", "UTC", 86_400, 1, 2);

  private final Schedules schedules = new Schedules();

  @Test
  void an_open_schedule_stands_in_for_the_policys_own_limits() {
    PoolPolicy policy = policy().schedules(List.of(NIGHTS)).build();

    Limits night = schedules.limits(policy, NIGHT);
    assertThat(night.min()).isEqualTo(5);
    assertThat(night.max()).isEqualTo(20);
    assertThat(night.schedule()).contains("nights");
    assertThat(night.minRule()).isEqualTo(ScalingReason.SCHEDULE);
    assertThat(schedules.limits(policy, DAY).max()).isEqualTo(10);
    assertThat(schedules.limits(policy, DAY).maxRule()).isEqualTo(ScalingReason.MAX_REPLICAS);
  }

  @Test
  void of_open_schedules_the_first_counts() {
    PoolPolicy first = policy().schedules(List.of(NIGHTS, ALWAYS)).build();
    PoolPolicy second = policy().schedules(List.of(ALWAYS, NIGHTS)).build();

    assertThat(schedules.limits(first, NIGHT).schedule()).contains("nights");
    assertThat(schedules.limits(first, DAY).schedule()).contains("always");
    assertThat(schedules.limits(second, NIGHT).schedule()).contains("always");
  }

  @Test
  void costs_limit_the_nodes_to_what_they_pay_for() {
    Limits limits = schedules.limits(priced(0.1, 0.3), DAY);

    assertThat(limits.max()).isEqualTo(3);
    assertThat(limits.maxRule()).isEqualTo(ScalingReason.HOURLY_COST);
    assertThat(schedules.limits(priced(0.29, 1), DAY).max()).isEqualTo(3);
    assertThat(schedules.limits(priced(2, 1), DAY).max()).isZero();
    assertThat(schedules.limits(priced(0.1, 50), DAY).maxRule())
        .isEqualTo(ScalingReason.MAX_REPLICAS);
    assertThat(schedules.limits(priced(0, 0), DAY).max()).isEqualTo(10);
  }

  @Test
  void costs_go_before_the_minimum() {
    PoolPolicy policy =
        policy()
            .replicas(4, 10)
            .nodePricePerHour(Optional.of(1.0))
            .maxHourlyCost(Optional.of(2.0))
            .build();

    assertThat(schedules.limits(policy, DAY).min()).isEqualTo(2);
    assertThat(schedules.limits(policy, DAY).clamp(0)).isEqualTo(2);
    assertThat(schedules.limits(policy, DAY).clamp(9)).isEqualTo(2);
  }

  private static PoolPolicy priced(double price, double cost) {
    return policy().nodePricePerHour(Optional.of(price)).maxHourlyCost(Optional.of(cost)).build();
  }

  private static PoolPolicyBuilder policy() {
    return new PoolPolicyBuilder().replicas(0, 10);
  }
}
