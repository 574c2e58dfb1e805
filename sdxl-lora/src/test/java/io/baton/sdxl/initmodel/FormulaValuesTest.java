package io.baton.sdxl.initmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FormulaValuesTest {

  @Test
  void the_formula_gives_the_recorded_numbers() {
    assertThat(FormulaValues.u(0, 0)).isEqualTo(-1);
    assertThat(FormulaValues.u(0, 1)).isCloseTo(-0.3648022753, within(1e-9));
    assertThat(FormulaValues.u(0, 3)).isCloseTo(0.0464081946, within(1e-9));
    assertThat(FormulaValues.u(1, 3)).isCloseTo(0.7419977356, within(1e-9));
  }
}
