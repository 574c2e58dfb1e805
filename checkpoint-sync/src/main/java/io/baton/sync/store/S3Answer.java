package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An S3 server's refusal: HTTP status and the error code of its XML body (Amazon S3 API reference,
 * "Error responses").
 */
record S3Answer(int status, String code, String message) {
  private static final Pattern CODE = Pattern.compile("<Code>([^<]{1,100})</Code>");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{1,300})</Message>");

  /** Codes of the 400 family that a repeated request may not get again. */
  private static final Set<String> TRANSIENT =
      Set.of("RequestTimeout", "BadDigest", "SlowDown", "XAmzContentSHA256Mismatch");

  static S3Answer parse(int status, String body) {
    return new S3Answer(status, first(CODE, body), first(MESSAGE, body));
  }

  private static String first(Pattern pattern, String body) {
    Matcher matcher = pattern.matcher(body);
    return matcher.find() ? matcher.group(1) : "";
  }

  SyncException failure(String doing, ObjectKey key) {
    SyncError error = error();
    return new SyncException(
        error,
        error == SyncError.OBJECT_MISSING
            ? "The object " + key + " is not there."
            : error == SyncError.UPLOAD_MISSING
                ? "The storage does not know the upload of " + key + " in parts any more."
                : "The storage answered " + this + " while " + doing + " " + key + ".");
  }

  SyncError error() {
    if (code.equals("NoSuchBucket")) {
      return SyncError.BUCKET_MISSING;
    }
    if (code.equals("NoSuchUpload")) {
      return SyncError.UPLOAD_MISSING;
    }
    if (status == 404) {
      return SyncError.OBJECT_MISSING;
    }
    if (status == 401 || status == 403) {
      return SyncError.ACCESS_DENIED;
    }
    if (status == 501) {
      return SyncError.STORAGE_REFUSED;
    }
    if (status >= 500 || status == 408 || status == 429 || TRANSIENT.contains(code)) {
      return SyncError.STORAGE_FAILED;
    }
    return SyncError.STORAGE_REFUSED;
  }

  @Override
  public String toString() {
    String text = code + (message.isEmpty() ? "" : ": " + message.replaceAll("\\.$", ""));
    return text.isEmpty() ? Integer.toString(status) : status + " (" + text + ")";
  }
}
