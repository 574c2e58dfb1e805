package io.baton.api.storage;

/** The name under which browsers save what they download. */
public record DownloadName(String value) {
  private static final int MAX_LENGTH = 150;

  /** Of any text; what could mean something to a header or a file system is replaced. */
  public DownloadName {
    String plain = value.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[._-]+", "");
    // The end says what kind of file it is.
    String end = plain.length() > MAX_LENGTH ? plain.substring(plain.length() - MAX_LENGTH) : plain;
    value = end.isEmpty() ? "download" : end;
  }

  /** As the header {@code Content-Disposition} says it. */
  String contentDisposition() {
    return "attachment; filename=\"" + value + "\"";
  }
}
