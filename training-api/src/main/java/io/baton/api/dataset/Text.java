package io.baton.api.dataset;

/** What users wrote, in sentences of the service. */
final class Text {
  private static final int LONGEST = 200;

  private Text() {}

  /** Without control characters, and cut where it is very long. */
  static String shortened(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "\uFFFD");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
