package io.baton.autoscaler.reallocation;

import static io.baton.autoscaler.reallocation.FleetOnPaper.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.pool.ReallocationRules;
import io.baton.protocol.pool.ScalingReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ReallocationPropertyTest {
  private static ReallocationRules rules(double share, double zScore, int minSamples) {
    return new ReallocationRules(null, null, null, zScore, minSamples, share, null);
  }

  /**
   * Whatever goes bad and whenever anybody looks.
   *
   * @param minutes from look to look
   * @param bad one bit for each node that is bad then
   */
  @Property(tries = 300)
  void never_more_than_the_share_goes_in_any_hour(
      @ForAll @IntRange(min = 1, max = 60) int size,
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 70) Integer> minutes,
      @ForAll @Size(20) List<Long> bad) {
    FleetOnPaper fleet = FleetOnPaper.of(size).with(rules(share, 6, 5));
    int most = share == 0 ? 0 : Math.max(1, (int) Math.floor(share * size));
    List<PastReallocation> history = new ArrayList<>();
    for (int look = 0; look < minutes.size(); look++) {
      fleet.now = fleet.now.plus(Duration.ofMinutes(minutes.get(look)));
      for (int i = 0; i < size; i++) {
        fleet.get(i).failures = (bad.get(look) >> (i % 64) & 1) == 1 ? 3 : 0;
      }

      List<Finding> out =
          ReallocationDecision.of(
                  Look.at(
                      fleet.snapshot(), fleet.policy, fleet.view(), new History(history), Map.of()))
              .out();

      replace(fleet, out);
      Instant now = fleet.now;
      if (!out.isEmpty()) {
        history.add(
            0,
            new PastReallocation(
                now,
                now,
                1,
                ScalingReason.FAILURES,
                out.stream().map(finding -> finding.member().id()).toList(),
                List.of()));
      }
      int inTheHour =
          history.stream()
              .filter(past -> past.at().isAfter(now.minus(Duration.ofHours(1))))
              .mapToInt(past -> past.nodes().size())
              .sum();
      assertThat(inTheHour).isLessThanOrEqualTo(most);
    }
  }

  private static void replace(FleetOnPaper fleet, List<Finding> out) {
    for (Finding finding : out) {
      fleet.nodes.removeIf(node -> node.id.equals(finding.member().id()));
      fleet.add(
          "node-" + fleet.now.getEpochSecond() + "-" + finding.member().id().value().hashCode());
    }
  }

  /** Speeds as far apart as those of one node are from job to job, and more. */
  @Property(tries = 300)
  void healthy_uniform_fleet_never_loses_a_node(
      @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 0.9, max = 1.1) Double> speeds,
      @ForAll @DoubleRange(min = 1, max = 100) double zScore,
      @ForAll @IntRange(min = 3, max = 20) int minSamples,
      @ForAll @IntRange(max = 299 - 60) int silentSeconds,
      @ForAll @IntRange(max = 2) int failures) {
    FleetOnPaper fleet = FleetOnPaper.of(speeds.size()).with(rules(1, zScore, minSamples));
    for (int i = 0; i < speeds.size(); i++) {
      fleet.get(i).speed = Optional.of(speeds.get(i));
      fleet.get(i).silent = Duration.ofSeconds(silentSeconds);
      fleet.get(i).failures = failures;
    }

    assertThat(fleet.decide().out()).isEmpty();
  }

  @Property(tries = 300)
  void the_one_outlier_is_found(
      @ForAll @Size(min = 4, max = 60) List<@DoubleRange(min = 0.97, max = 1.03) Double> speeds,
      @ForAll @DoubleRange(min = 0, max = 0.5) double slow,
      @ForAll @IntRange(max = 3) int place) {
    FleetOnPaper fleet = FleetOnPaper.of(speeds.size() + 1);
    List<Double> all = new ArrayList<>(speeds);
    all.add(place, slow);
    for (int i = 0; i < all.size(); i++) {
      fleet.get(i).speed = Optional.of(all.get(i));
    }

    assertThat(ids(fleet.decide().out())).containsExactly("node-" + place);
  }
}
