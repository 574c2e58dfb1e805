package io.baton.sdxl.tokenizer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.model.ModelDirectory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a prompt into the numbers that a text encoder takes. */
public final class ClipTokenizer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAXIMUM_LENGTH = 77;
  private static final String FIRST = "tokenizer";

  /** What SDXL's second tokenizer pads with; its number is 0. */
  private static final String FILLER = "!";

  private final Map<String, Integer> vocabulary;
  private final Map<SymbolPair, Integer> ranks;
  private final int start;
  private final int end;
  private final int padding;
  private final int length;

  private ClipTokenizer(
      Map<String, Integer> vocabulary, List<SymbolPair> merges, String padToken, int length) {
    this.vocabulary = vocabulary;
    this.ranks = new HashMap<>();
    merges.forEach(pair -> ranks.putIfAbsent(pair, ranks.size()));
    this.start = vocabulary.get(TextSplitter.START_OF_TEXT);
    this.end = vocabulary.get(TextSplitter.END_OF_TEXT);
    this.padding = vocabulary.get(padToken);
    this.length = length;
  }

  /**
   * Loads a tokenizer of a model; CLIP's own where the model is a file of weights alone.
   *
   * @param component {@code tokenizer} or {@code tokenizer_2}
   * @throws TrainingFailure with {@code NO_INPUT} when a file is missing, with {@code BAD_INPUT}
   *     when one is malformed
   */
  public static ClipTokenizer load(ModelDirectory directory, String component) {
    Optional<Path> given = directory.folder(component);
    if (given.isEmpty()) {
      return ofClip(component.equals(FIRST) ? TextSplitter.END_OF_TEXT : FILLER);
    }
    Path folder = given.orElseThrow();
    Map<String, Integer> vocabulary = vocabulary(folder.resolve("vocab.json"));
    JsonNode config = object(folder.resolve("tokenizer_config.json")).orElse(JSON.nullNode());
    JsonNode special = object(folder.resolve("special_tokens_map.json")).orElse(JSON.nullNode());
    String padToken =
        token(config.path("pad_token"))
            .or(() -> token(special.path("pad_token")))
            .orElse(TextSplitter.END_OF_TEXT);
    for (String needed : List.of(TextSplitter.START_OF_TEXT, TextSplitter.END_OF_TEXT, padToken)) {
      if (!vocabulary.containsKey(needed)) {
        throw malformed(folder.resolve("vocab.json"), "it lacks the token '" + needed + "'");
      }
    }
    int length = config.path("model_max_length").asInt(MAXIMUM_LENGTH);
    return new ClipTokenizer(
        vocabulary,
        merges(folder.resolve("merges.txt")),
        padToken,
        length < 2 || length > MAXIMUM_LENGTH ? MAXIMUM_LENGTH : length);
  }

  private static ClipTokenizer ofClip(String padToken) {
    ClipVocabulary clip = ClipVocabulary.ofClip();
    Map<String, Integer> numbers = new HashMap<>();
    clip.symbols().forEach(symbol -> numbers.put(symbol, numbers.size()));
    return new ClipTokenizer(numbers, clip.merges(), padToken, MAXIMUM_LENGTH);
  }

  /**
   * The numbers of a prompt's tokens, between those for start and end; a prompt that is too long
   * loses its end, a shorter one is padded.
   */
  public long[] encode(String text) {
    List<Integer> tokens = tokens(text);
    int kept = Math.min(tokens.size(), length - 2);
    long[] ids = new long[length];
    Arrays.fill(ids, padding);
    ids[0] = start;
    for (int i = 0; i < kept; i++) {
      ids[i + 1] = tokens.get(i);
    }
    ids[kept + 1] = end;
    return ids;
  }

  /** How many tokens at a prompt's end {@link #encode} leaves out. */
  public int ignoredTokens(String text) {
    return Math.max(0, tokens(text).size() - (length - 2));
  }

  /** The numbers of a prompt's tokens. */
  List<Integer> tokens(String text) {
    List<Integer> tokens = new ArrayList<>();
    for (String word : TextSplitter.words(text)) {
      if (word.equals(TextSplitter.START_OF_TEXT)) {
        tokens.add(start);
      } else if (word.equals(TextSplitter.END_OF_TEXT)) {
        tokens.add(end);
      } else {
        // A vocabulary without some byte's symbol cannot say it; CLIP's own falls back to the end.
        merged(word).forEach(symbol -> tokens.add(vocabulary.getOrDefault(symbol, end)));
      }
    }
    return tokens;
  }

  private List<String> merged(String word) {
    List<String> symbols = WordSymbols.of(word);
    while (symbols.size() > 1) {
      Optional<SymbolPair> best = lowestRanked(symbols);
      if (best.isEmpty()) {
        break;
      }
      symbols = WordSymbols.merge(symbols, best.get());
    }
    return symbols;
  }

  private Optional<SymbolPair> lowestRanked(List<String> symbols) {
    Optional<SymbolPair> best = Optional.empty();
    int bestRank = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < symbols.size(); i++) {
      SymbolPair pair = new SymbolPair(symbols.get(i), symbols.get(i + 1));
      int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
      if (rank < bestRank) {
        best = Optional.of(pair);
        bestRank = rank;
      }
    }
    return best;
  }

  private static Map<String, Integer> vocabulary(Path file) {
    JsonNode root =
        object(file)
            .orElseThrow(
                () ->
                    new TrainingFailure(
                        FailureCode.NO_INPUT,
                        "The model lacks %s; fetch the whole model.".formatted(file)));
    Map<String, Integer> vocabulary = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (!entry.getValue().isInt() || entry.getValue().intValue() < 0) {
        throw malformed(file, "'%s' has no number".formatted(entry.getKey()));
      }
      vocabulary.put(entry.getKey(), entry.getValue().intValue());
    }
    return vocabulary;
  }

  private static List<SymbolPair> merges(Path file) {
    List<SymbolPair> merges = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        if (line.startsWith("#version") || line.isBlank()) {
          continue;
        }
        String[] symbols = line.strip().split(" ", -1);
        if (symbols.length != 2) {
          throw malformed(file, "'%s' is no pair".formatted(line));
        }
        merges.add(new SymbolPair(symbols[0], symbols[1]));
      }
    } catch (NoSuchFileException e) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT, "The model lacks %s; fetch the whole model.".formatted(file), e);
    } catch (CharacterCodingException e) {
      throw malformed(file, "it is not UTF-8");
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading " + file, e);
    }
    return merges;
  }

  private static Optional<JsonNode> object(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (root == null || !root.isObject()) {
        throw malformed(file, "it is not a JSON object");
      }
      return Optional.of(root);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException e) {
      throw malformed(file, "it is not JSON");
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading " + file, e);
    }
  }

  // Written as plain text or as an object with the text as its content.
  private static Optional<String> token(JsonNode node) {
    JsonNode text = node.isObject() ? node.path("content") : node;
    return text.isTextual() ? Optional.of(text.textValue()) : Optional.empty();
  }

  private static TrainingFailure malformed(Path file, String why) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT,
        "%s is no vocabulary of CLIP's tokenizer: %s; fetch it again.".formatted(file, why));
  }
}
