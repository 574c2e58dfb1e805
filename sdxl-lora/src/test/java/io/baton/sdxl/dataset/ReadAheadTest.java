package io.baton.sdxl.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAheadTest {

  private final Set<String> makers = ConcurrentHashMap.newKeySet();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void everything_is_made_whether_announced_or_not(int threads) {
    try (ImageWorkers workers = ImageWorkers.start(threads)) {
      ReadAhead<Integer, Integer> ahead = new ReadAhead<>(workers, this::square);
      for (int key = 0; key < 50; key++) {
        for (int next = key; next < key + 3; next++) {
          ahead.announce(next);
        }
        assertThat(ahead.take(key)).isEqualTo(key * key);
      }
      assertThat(ahead.take(1000)).isEqualTo(1_000_000);
    }
  }

  @Test
  void workers_make_what_is_announced_and_the_caller_makes_the_rest() {
    try (ImageWorkers workers = ImageWorkers.start(1)) {
      ReadAhead<Integer, Integer> ahead = new ReadAhead<>(workers, this::square);
      ahead.announce(1);
      ahead.take(1);
      assertThat(makers).containsExactly("image-worker-1");
      ahead.take(2);
      assertThat(makers).contains(Thread.currentThread().getName());
    }
  }

  @Test
  void no_more_is_made_than_may_wait() throws InterruptedException {
    Set<Integer> made = ConcurrentHashMap.newKeySet();
    CountDownLatch two = new CountDownLatch(2);
    try (ImageWorkers workers = ImageWorkers.start(1)) {
      ReadAhead<Integer, Integer> ahead =
          new ReadAhead<>(
              workers,
              key -> {
                made.add(key);
                two.countDown();
                return key;
              });
      for (int key = 0; key < 10; key++) {
        ahead.announce(key);
      }
      two.await();
      assertThat(made).containsExactlyInAnyOrder(0, 1);
      ahead.forget(0);
      ahead.announce(5);
      assertThat(ahead.take(5)).isEqualTo(5);
      assertThat(made).containsExactlyInAnyOrder(0, 1, 5);
    }
  }

  @Test
  void a_workers_failure_is_the_callers() {
    try (ImageWorkers workers = ImageWorkers.start(2)) {
      ReadAhead<Integer, Integer> ahead =
          new ReadAhead<>(
              workers,
              key -> {
                throw new IllegalStateException("cannot make " + key);
              });
      ahead.announce(7);
      assertThatThrownBy(() -> ahead.take(7))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cannot make 7");
    }
  }

  private Integer square(Integer key) {
    makers.add(Thread.currentThread().getName());
    return key * key;
  }
}
