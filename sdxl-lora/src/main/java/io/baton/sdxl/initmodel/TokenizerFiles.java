package io.baton.sdxl.initmodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.tokenizer.ClipVocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a tokenizer: CLIP's own, or a small one that was learnt from a few captions. */
final class TokenizerFiles {

  private static final String CAPTIONS = "captions.txt";
  private static final String START = "<|startoftext|>";
  private static final String END = "<|endoftext|>";

  private final ObjectMapper json;
  private final ClipVocabulary vocabulary;

  /**
   * @param size of the vocabulary; CLIP's own where it is that of CLIP, else one with fewer merges
   */
  TokenizerFiles(ObjectMapper json, int size) throws IOException {
    this.json = json;
    ClipVocabulary clip = ClipVocabulary.ofClip();
    this.vocabulary = size == clip.symbols().size() ? clip : learnt(size);
  }

  private static ClipVocabulary learnt(int size) throws IOException {
    List<String> withoutMerges = new ClipVocabulary(List.of()).symbols();
    return new ClipVocabulary(
        new BytePairTraining(captionWords(), withoutMerges).merges(size - withoutMerges.size()));
  }

  private static List<String> captionWords() throws IOException {
    try (InputStream captions = TokenizerFiles.class.getResourceAsStream(CAPTIONS)) {
      String text = new String(captions.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.replaceAll("[^a-z]+", " ").strip().split(" "));
    }
  }

  /**
   * Writes the tokenizer into the existing {@code folder}.
   *
   * @param padToken fills up short texts
   */
  void write(Path folder, String padToken) throws IOException {
    ObjectNode numbers = json.createObjectNode();
    vocabulary.symbols().forEach(symbol -> numbers.put(symbol, numbers.size()));
    json.writeValue(folder.resolve("vocab.json").toFile(), numbers);
    Files.writeString(
        folder.resolve("merges.txt"),
        vocabulary.merges().stream()
            .map(pair -> pair.left() + " " + pair.right() + "\n")
            .collect(Collectors.joining("", "#version: 0.2\n", "")));
    ObjectNode special = json.createObjectNode();
    special.put("bos_token", START);
    special.put("eos_token", END);
    special.put("pad_token", padToken);
    special.put("unk_token", END);
    json.writeValue(folder.resolve("special_tokens_map.json").toFile(), special);
    ObjectNode config = special.deepCopy();
    config.put("add_prefix_space", false);
    config.put("do_lower_case", true);
    config.put("errors", "replace");
    config.put("model_max_length", TextEncoderShape.POSITIONS);
    config.put("tokenizer_class", "CLIPTokenizer");
    json.writeValue(folder.resolve("tokenizer_config.json").toFile(), config);
  }
}
