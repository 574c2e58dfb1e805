package io.baton.sdxl.initmodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.tokenizer.ByteSymbols;
import io.baton.sdxl.tokenizer.SymbolPair;
import io.baton.sdxl.tokenizer.WordSymbols;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a working tokenizer with a small vocabulary, learnt from a few captions. */
final class TokenizerFiles {

  private static final String CAPTIONS = "captions.txt";
  private static final String START = "<|startoftext|>";
  private static final String END = "<|endoftext|>";

  private final ObjectMapper json;
  private final List<String> vocabulary = new ArrayList<>();
  private final List<SymbolPair> merges;

  /**
   * @param size of the vocabulary: 512 symbols of bytes, merges, and two that bound a text
   */
  TokenizerFiles(ObjectMapper json, int size) throws IOException {
    this.json = json;
    vocabulary.addAll(ByteSymbols.all());
    ByteSymbols.all().forEach(symbol -> vocabulary.add(symbol + WordSymbols.END_OF_WORD));
    merges = new BytePairTraining(captionWords(), vocabulary).merges(size - vocabulary.size() - 2);
    merges.forEach(pair -> vocabulary.add(pair.merged()));
    vocabulary.add(START);
    vocabulary.add(END);
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
    vocabulary.forEach(symbol -> numbers.put(symbol, numbers.size()));
    json.writeValue(folder.resolve("vocab.json").toFile(), numbers);
    Files.writeString(
        folder.resolve("merges.txt"),
        merges.stream()
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
