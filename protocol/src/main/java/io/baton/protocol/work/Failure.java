package io.baton.protocol.work;

import io.baton.protocol.field.Fields;
import java.util.List;

/**
 * The attempt failed.
 *
 * @param failureClass whose fault it is, and whether another node may do better
 * @param message one sentence for the user, 1 to 2,000 characters
 * @param logTail the trainer's last lines, at most 200 entries of 2,000 characters; default none
 */
public record Failure(FailureClass failureClass, String message, List<String> logTail) {
  public Failure {
    Fields.required("failureClass", failureClass);
    Fields.text("message", message, 2000);
    logTail = Fields.listOrEmpty(logTail);
    Fields.inRange("logTail", logTail.size(), 0, 200);
    for (String line : logTail) {
      Fields.inRange("logTail", line.length(), 0, 2000);
    }
  }
}
