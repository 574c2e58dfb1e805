package io.baton.autoscaler.saladcloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.local.SettableClock;
import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.PoolProvider;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whatever is asked in whatever order, and whoever is interrupted meanwhile. */
class SaladCloudPoolPropertyTest {
  private static final int CALLS = 12;

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void none_that_runs_ends_unless_it_was_named(@ForAll Random random) {
    SettableClock clock = new SettableClock();
    try (SaladCloudServer server = new SaladCloudServer();
        PoolProvider provider = pool(server, clock)) {
      Set<InstanceId> named = new HashSet<>();
      for (int i = 0; i < CALLS; i++) {
        List<InstanceId> before = running(provider);
        boolean slow = random.nextInt(3) == 0;
        if (slow) {
          server.group().takesItsTime();
        }
        InstanceId interrupted = act(random, provider, server, before, named);
        if (!slow) {
          server.group().endThoseLeft();
        }
        provider.look();
        provider.look();

        List<InstanceId> expected =
            before.stream()
                .filter(id -> !named.contains(id))
                .filter(id -> !id.equals(interrupted))
                .toList();
        assertThat(running(provider)).containsAll(expected);
        assertThat(provider.look().requested()).isEqualTo(server.group().replicas());
      }
    }
  }

  /** Does one thing; says who was interrupted. */
  private static InstanceId act(
      Random random,
      PoolProvider provider,
      SaladCloudServer server,
      List<InstanceId> running,
      Set<InstanceId> named) {
    InstanceId any =
        running.isEmpty() ? new InstanceId("none") : running.get(random.nextInt(running.size()));
    switch (random.nextInt(5)) {
      case 0 -> provider.grow(random.nextInt(4));
      case 1 -> provider.withdraw(random.nextInt(4));
      case 2 -> {
        named.add(any);
        provider.remove(List.of(any));
      }
      case 3 -> {
        named.add(any);
        provider.replace(any);
      }
      case 4 -> {
        server.group().interrupt(any.value());
        return any;
      }
    }
    return new InstanceId("none");
  }

  private static List<InstanceId> running(PoolProvider provider) {
    return provider.look().instances().stream()
        .filter(Instance::running)
        .map(Instance::id)
        .toList();
  }

  private static PoolProvider pool(SaladCloudServer server, SettableClock clock) {
    return new SaladCloudPool(server.settings(), clock, clock::advance);
  }
}
