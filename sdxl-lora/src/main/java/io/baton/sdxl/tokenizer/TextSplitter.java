package io.baton.sdxl.tokenizer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cleans a text and splits it into the words that are encoded one by one. */
final class TextSplitter {

  static final String START_OF_TEXT = "<|startoftext|>";
  static final String END_OF_TEXT = "<|endoftext|>";

  private static final Pattern SPECIAL = Pattern.compile("<\\|(?:start|end)oftext\\|>");

  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private TextSplitter() {}

  /** The words in order; those that bound a text are words of their own. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher special = SPECIAL.matcher(text);
    int from = 0;
    while (special.find()) {
      addPlainWords(text.substring(from, special.start()), words);
      words.add(special.group());
      from = special.end();
    }
    addPlainWords(text.substring(from), words);
    return words;
  }

  private static void addPlainWords(String text, List<String> words) {
    String cleaned = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    Matcher matcher = WORD.matcher(cleaned);
    while (matcher.find()) {
      words.add(matcher.group());
    }
  }
}
