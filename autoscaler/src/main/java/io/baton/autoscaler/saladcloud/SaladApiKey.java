package io.baton.autoscaler.saladcloud;

import java.util.regex.Pattern;

/** What requests to SaladCloud show in the header {@code Salad-Api-Key}. */
record SaladApiKey(String value) {
  static final String HEADER = "Salad-Api-Key";

  /** What a header can hold; SaladCloud documents no form. */
  private static final Pattern FORM = Pattern.compile("[!-~]{1,512}");

  SaladApiKey {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a key of 1 to 512 printable characters without spaces");
    }
  }

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "…";
  }
}
