package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.command.TinyModel;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.tokenizer.ClipTokenizer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LongCaptionsTest {

  private final ClipTokenizer tokenizer =
      ClipTokenizer.load(ModelDirectory.open(TinyModel.directory(), Optional.empty()), "tokenizer");

  @Test
  void captions_that_fit_are_not_worth_a_word() {
    assertThat(LongCaptions.remark(tokenizer, List.of("a photo of sks cat", ", ".repeat(75))))
        .isEmpty();
  }

  @Test
  void captions_that_are_cut_are_counted_once_each() {
    String longer = ", ".repeat(80);
    assertThat(LongCaptions.remark(tokenizer, List.of(longer, ", ".repeat(76), longer)))
        .hasValue(
            "the text encoders do not see the end of captions that are too long: 2 of them, by up to 5 tokens");
  }
}
