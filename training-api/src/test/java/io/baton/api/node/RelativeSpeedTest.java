package io.baton.api.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.node.RelativeSpeed.ClassSpeed;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelativeSpeedTest {
  @Test
  void node_without_peers_has_none() {
    assertThat(RelativeSpeed.of(List.of())).isEmpty();
    assertThat(RelativeSpeed.of(List.of(new ClassSpeed(2, List.of())))).isEmpty();
  }

  @Test
  void speed_is_told_beside_the_median_of_the_peers() {
    assertThat(RelativeSpeed.of(List.of(new ClassSpeed(3, List.of(1.0, 2.0, 50.0))))).hasValue(1.5);
    assertThat(RelativeSpeed.of(List.of(new ClassSpeed(3, List.of(1.0, 3.0))))).hasValue(1.5);
  }

  @Test
  void over_several_classes_of_work_it_is_the_median_and_classes_without_peers_do_not_count() {
    assertThat(
            RelativeSpeed.of(
                List.of(
                    new ClassSpeed(1, List.of(2.0)),
                    new ClassSpeed(7, List.of()),
                    new ClassSpeed(10, List.of(10.0)),
                    new ClassSpeed(9, List.of(3.0)))))
        .hasValue(1.0);
  }
}
