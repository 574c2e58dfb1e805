package io.baton.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.config.RateLimitsConfig;
import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.Role;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyBucketsTest {
  private static final KeyId ALICES = new KeyId("key-alice");
  private static final KeyId BOBS = new KeyId("key-bob");

  private final SettableTime time = new SettableTime();
  private final KeyBuckets buckets = new KeyBuckets(new Limits(), time);

  @Test
  void burst_goes_through_at_once_and_then_as_many_a_second_as_the_role_may() {
    assertThat(taken(ALICES, Role.USER, 10)).isEqualTo(4);

    time.advance(Duration.ofSeconds(1));

    assertThat(taken(ALICES, Role.USER, 10)).isEqualTo(2);
  }

  @Test
  void who_has_to_wait_is_told_how_long() {
    taken(ALICES, Role.USER, 4);

    assertThat(buckets.take(ALICES, Role.USER)).contains(Duration.ofMillis(500));
  }

  @Test
  void one_key_takes_nothing_from_another() {
    taken(ALICES, Role.USER, 10);

    assertThat(taken(BOBS, Role.USER, 10)).isEqualTo(4);
  }

  @Test
  void roles_have_limits_of_their_own() {
    assertThat(taken(new KeyId("key-node"), Role.NODE, 100)).isEqualTo(8);
    assertThat(taken(new KeyId("key-operator"), Role.OPERATOR, 100)).isEqualTo(16);
  }

  private long taken(KeyId key, Role role, int times) {
    long taken = 0;
    for (int i = 0; i < times; i++) {
      taken += buckets.take(key, role).isEmpty() ? 1 : 0;
    }
    return taken;
  }

  private static final class SettableTime implements TimeMeter {
    private long nanos;

    void advance(Duration by) {
      nanos += by.toNanos();
    }

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  private static final class Limits implements RateLimitsConfig {
    @Override
    public long userPerSecond() {
      return 2;
    }

    @Override
    public long userBurst() {
      return 4;
    }

    @Override
    public long nodePerSecond() {
      return 1;
    }

    @Override
    public long nodeBurst() {
      return 8;
    }

    @Override
    public long operatorPerSecond() {
      return 1;
    }

    @Override
    public long operatorBurst() {
      return 16;
    }
  }
}
