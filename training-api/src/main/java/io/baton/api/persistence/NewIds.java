package io.baton.api.persistence;

import java.security.SecureRandom;

/** Names for new things: 16 random characters that cannot be confused with each other. */
public final class NewIds {
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private NewIds() {}

  public static String withPrefix(String prefix) {
    StringBuilder id = new StringBuilder(prefix).append('-');
    RANDOM.ints(LENGTH, 0, ALPHABET.length()).forEach(i -> id.append(ALPHABET.charAt(i)));
    return id.toString();
  }
}
