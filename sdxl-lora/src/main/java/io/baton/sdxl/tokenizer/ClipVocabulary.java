package io.baton.sdxl.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A byte-pair encoding: 512 symbols of bytes, those that the merges make, and two that bound a
 * text.
 *
 * @param merges lowest rank first
 */
public record ClipVocabulary(List<SymbolPair> merges) {

  private static final String MERGES = "clip-merges.txt.gz";

  public ClipVocabulary {
    merges = List.copyOf(merges);
  }

  /** CLIP's own, which both of SDXL's tokenizers have: 48,894 merges, 49,408 symbols. */
  public static ClipVocabulary ofClip() {
    try (InputStream file = ClipVocabulary.class.getResourceAsStream(MERGES);
        InputStream text = new GZIPInputStream(file)) {
      return new ClipVocabulary(
          new String(text.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .skip(1)
              .map(line -> line.split(" "))
              .map(pair -> new SymbolPair(pair[0], pair[1]))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + MERGES, e);
    }
  }

  /** All symbols; each one's number is its place. */
  public List<String> symbols() {
    List<String> symbols = new ArrayList<>(ByteSymbols.all());
    ByteSymbols.all().forEach(symbol -> symbols.add(symbol + WordSymbols.END_OF_WORD));
    merges.forEach(pair -> symbols.add(pair.merged()));
    symbols.add(TextSplitter.START_OF_TEXT);
    symbols.add(TextSplitter.END_OF_TEXT);
    return symbols;
  }
}
