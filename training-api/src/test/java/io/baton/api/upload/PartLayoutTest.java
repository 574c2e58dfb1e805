package io.baton.api.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.storage.UploadStart;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartLayoutTest {
  private static final long MIB = 1L << 20;

  @Test
  void the_last_part_is_what_is_left() {
    PartLayout layout = PartLayout.of(12 * MIB, Optional.of(5 * MIB));
    assertThat(layout.parts()).isEqualTo(3);
    assertThat(layout.sizeOf(1)).isEqualTo(5 * MIB);
    assertThat(layout.sizeOf(3)).isEqualTo(2 * MIB);
    assertThat(PartLayout.of(10 * MIB, Optional.of(5 * MIB)).parts()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 16 * MIB, 16 * MIB + 1, 200 * MIB, 160_000 * MIB, 5L << 40})
  void the_service_chooses_parts_that_storage_takes(long size) {
    PartLayout layout = PartLayout.of(size, Optional.empty());
    assertThat(layout.parts()).isBetween(1, UploadStart.MAX_PARTS);
    assertThat(layout.partSize()).isBetween(UploadStart.MIN_PART, UploadStart.MAX_PART);
    long sum = layout.partSize() * (layout.parts() - 1) + layout.sizeOf(layout.parts());
    assertThat(sum).isEqualTo(size);
    assertThat(layout.sizeOf(layout.parts())).isPositive();
  }

  @Test
  void parts_that_are_too_many_or_not_there_are_refused() {
    assertThatThrownBy(() -> PartLayout.of(60_000 * MIB, Optional.of(5 * MIB)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("at least 6291456");
    assertThatThrownBy(() -> PartLayout.of(MIB, Optional.empty()).sizeOf(2))
        .isInstanceOf(InvalidFieldException.class);
  }
}
