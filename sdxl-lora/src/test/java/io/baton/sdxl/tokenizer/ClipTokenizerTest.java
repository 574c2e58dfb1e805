package io.baton.sdxl.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CLIP's own vocabulary; the numbers are those of transformers' tokenizer. */
class ClipTokenizerTest {

  private static final int START = 49406;
  private static final int END = 49407;

  @TempDir private static Path directory;
  private static ModelDirectory model;

  @BeforeAll
  static void writeVocabulary() throws IOException {
    model = new ModelDirectory(directory, Optional.empty(), Optional.empty(), Optional.empty());
    ClipVocabulary clip = ClipVocabulary.ofClip();
    List<String> merges =
        clip.merges().stream().map(pair -> pair.left() + " " + pair.right()).toList();
    List<String> vocabulary = clip.symbols();
    ObjectMapper json = new ObjectMapper();
    ObjectNode numbers = json.createObjectNode();
    vocabulary.forEach(symbol -> numbers.put(symbol, numbers.size()));
    for (String component : List.of("tokenizer", "tokenizer_2", "broken")) {
      Path folder = Files.createDirectory(directory.resolve(component));
      json.writeValue(folder.resolve("vocab.json").toFile(), numbers);
      Files.write(folder.resolve("merges.txt"), merges);
    }
    Files.writeString(
        directory.resolve("tokenizer_2/special_tokens_map.json"),
        "{\"pad_token\": {\"content\": \"!\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a photo of sks dog|320 1125 539 48136 1929",
        "A Photo  of SKS dog!|320 1125 539 48136 1929 256",
        "it's 2024, naïve café|585 568 273 271 273 275 267 1097 35689 563 15304",
        "日本語 text|39121 44353 34002 508 4160",
        "don't… 😀|847 713 959 7334",
        "don’t… 😀|847 728 503 339 959 7334",
        "a photo of TOK dog, 4k, highly-detailed|320 1125 539 27010 1929 267 275 330 267 5302 268 12609",
        "Ⅷ ½ ²|158 227 371 33613 41175",
        "x_y-z|343 318 344 268 345",
        "İstanbul|328 16384 11231",
        "ﬁx|171 105 223 343",
        "aͤb|320 137 353 321",
        "हिन्दी|29446 26721 26090 19389 29552 25751",
        "O'Clock don'T|334 262 6716 847 713",
      })
  void it_agrees_with_transformers(String text, String tokens) {
    ClipTokenizer tokenizer = ClipTokenizer.load(model, "tokenizer");
    assertThat(tokenizer.tokens(text)).isEqualTo(numbers(tokens));
  }

  @Test
  void the_words_that_bound_a_text_are_known_only_as_they_are_written() {
    ClipTokenizer tokenizer = ClipTokenizer.load(model, "tokenizer");
    assertThat(tokenizer.tokens("<|endoftext|> x")).containsExactly(END, 343);
    assertThat(tokenizer.tokens("A<|EndOfText|>B"))
        .isEqualTo(numbers("320 27 347 40786 4160 91 285 321"));
  }

  @Test
  void short_texts_are_padded_with_each_tokenizers_own_token() {
    long[] first = ClipTokenizer.load(model, "tokenizer").encode("sks dog");
    long[] second = ClipTokenizer.load(model, "tokenizer_2").encode("sks dog");
    assertThat(first).hasSize(77).startsWith(START, 48136, 1929, END).endsWith(END, END);
    assertThat(second).hasSize(77).startsWith(START, 48136, 1929, END).endsWith(0, 0);
  }

  @Test
  void long_texts_lose_their_end() {
    long[] ids = ClipTokenizer.load(model, "tokenizer").encode("dog ".repeat(100));
    assertThat(ids).hasSize(77).startsWith(START, 1929).endsWith(1929, END);
  }

  @Test
  void a_missing_or_malformed_file_is_named() throws IOException {
    Path merges = directory.resolve("broken/merges.txt");
    Files.writeString(merges, "#version: 0.2\na b c\n");
    requireRefusal(FailureCode.BAD_INPUT, "'a b c' is no pair");
    Files.delete(merges);
    requireRefusal(FailureCode.NO_INPUT, "lacks " + merges);
    Files.writeString(directory.resolve("broken/vocab.json"), "{\"a\": 1}");
    requireRefusal(FailureCode.BAD_INPUT, "it lacks the token '<|startoftext|>'");
  }

  private static void requireRefusal(FailureCode code, String message) {
    assertThatThrownBy(() -> ClipTokenizer.load(model, "broken"))
        .isInstanceOfSatisfying(
            TrainingFailure.class, failure -> assertThat(failure.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
  }
}
