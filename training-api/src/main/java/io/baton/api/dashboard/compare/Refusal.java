package io.baton.api.dashboard.compare;

/**
 * Why something in the address is not compared.
 *
 * @param sentence for people
 * @param status of the answer if nothing weighs more
 * @param without the address that leaves it out
 */
public record Refusal(String sentence, int status, String without) {
  private static final int NOT_FOUND = 404;
  private static final int UNPROCESSABLE = 422;

  static Refusal unknown(Comparison comparison, String job) {
    return new Refusal("There is no job " + job + ".", NOT_FOUND, comparison.without(job));
  }

  static Refusal noId(Comparison comparison, String job, String requirement) {
    return new Refusal(
        "'" + job + "' is no job's id, which " + requirement + ".",
        UNPROCESSABLE,
        comparison.without(job));
  }

  static Refusal tooMany(Comparison comparison, String job) {
    return new Refusal(
        "At most " + Comparison.MOST + " jobs can be compared; " + job + " is left out.",
        UNPROCESSABLE,
        comparison.without(job));
  }
}
