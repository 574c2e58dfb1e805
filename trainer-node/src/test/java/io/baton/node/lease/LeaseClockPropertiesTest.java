package io.baton.node.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class LeaseClockPropertiesTest {
  /** A renewal: how long after the last one it was sent, how long the network took each way. */
  record Renewal(long afterNanos, long thereNanos) {}

  @Property
  void lease_never_ends_later_on_the_node_than_in_the_database(
      @ForAll long start,
      @ForAll @LongRange(min = 4, max = 86_400_000) long leaseMillis,
      @ForAll("renewals") List<Renewal> renewals) {
    Duration length = Duration.ofMillis(leaseMillis);
    LeaseClock node = new LeaseClock(start, length);
    long sentAt = start;
    for (Renewal renewal : renewals) {
      sentAt += renewal.afterNanos();
      node = node.renewed(sentAt, length);
      long databaseLapse = sentAt + renewal.thereNanos() + length.toNanos();

      assertThat(databaseLapse - node.lapsesAtNanos()).isNotNegative();
    }
  }

  @Property
  void lease_that_was_waited_for_is_whole_and_ends_no_later_than_in_the_database(
      @ForAll long askedAt,
      @ForAll @LongRange(min = 0, max = 60_000) long thereMillis,
      @ForAll @LongRange(min = 0, max = 86_400_000) long waitedMillis,
      @ForAll @LongRange(min = 0, max = 60_000) long claimMillis,
      @ForAll @LongRange(min = 0, max = 60_000) long backMillis) {
    Duration length = Duration.ofSeconds(6);
    long leaseBegan = askedAt + (thereMillis + waitedMillis + claimMillis) * 1_000_000;
    long now = leaseBegan + backMillis * 1_000_000;

    LeaseClock lease = LeaseClock.won(askedAt, Duration.ofMillis(waitedMillis), now, length);

    assertThat(leaseBegan + length.toNanos() - lease.lapsesAtNanos())
        .isBetween(0L, (thereMillis + claimMillis) * 1_000_000);
  }

  @Property
  void trainer_is_told_to_stop_then_killed_then_the_lease_lapses(
      @ForAll long start, @ForAll @LongRange(min = 4, max = 86_400_000) long leaseMillis) {
    LeaseClock lease = new LeaseClock(start, Duration.ofMillis(leaseMillis));

    assertThat(lease.stopTrainerAtNanos() - start).isPositive();
    assertThat(lease.killTrainerAtNanos() - lease.stopTrainerAtNanos()).isPositive();
    assertThat(lease.lapsesAtNanos() - lease.killTrainerAtNanos()).isPositive();
    assertThat(lease.stageAt(start)).isEqualTo(LeaseStage.HELD);
    assertThat(lease.stageAt(lease.stopTrainerAtNanos() - 1)).isEqualTo(LeaseStage.HELD);
    assertThat(lease.stageAt(lease.stopTrainerAtNanos())).isEqualTo(LeaseStage.ENDING);
    assertThat(lease.stageAt(lease.lapsesAtNanos() - 1)).isEqualTo(LeaseStage.ENDING);
    assertThat(lease.stageAt(lease.lapsesAtNanos())).isEqualTo(LeaseStage.LAPSED);
  }

  @Property
  void outage_shorter_than_three_quarters_of_a_lease_leaves_the_trainer_alone(
      @ForAll @LongRange(min = 4, max = 86_400_000) long leaseMillis,
      @ForAll @LongRange(min = 0, max = 749) long permille) {
    LeaseClock lease = new LeaseClock(0, Duration.ofMillis(leaseMillis));

    assertThat(lease.stageAt(lease.length().toNanos() / 1000 * permille))
        .isEqualTo(LeaseStage.HELD);
  }

  @Provide
  Arbitrary<List<Renewal>> renewals() {
    Arbitrary<Long> upToAnHour = Arbitraries.longs().between(0, 3_600_000_000_000L);
    return Combinators.combine(upToAnHour, upToAnHour).as(Renewal::new).list().ofMaxSize(20);
  }
}
