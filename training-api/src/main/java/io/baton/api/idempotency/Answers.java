package io.baton.api.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.api.access.CurrentCaller;
import io.baton.api.config.BatonConfig;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.idempotency.IdempotencyKey;
import io.baton.protocol.problem.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Does a request once, however often it is sent under the same key. The answer is stored in the
 * transaction of what the request does: either both are there or neither. A twin that comes while
 * the first is under way waits for it. Answers other than successes are not stored: what was
 * refused changed nothing and may be tried again.
 */
@RequestScoped
public class Answers {
  private final StoredAnswers stored;
  private final ReceivedBody body;
  private final HttpServerRequest request;
  private final CurrentCaller caller;
  private final ObjectMapper json;
  private final BatonConfig.Idempotency config;

  Answers(
      StoredAnswers stored,
      ReceivedBody body,
      HttpServerRequest request,
      CurrentCaller caller,
      ObjectMapper json,
      BatonConfig config) {
    this.stored = stored;
    this.body = body;
    this.request = request;
    this.caller = caller;
    this.json = json;
    this.config = config.idempotency();
  }

  /**
   * Answers the request.
   *
   * <p>Its method is {@link Idempotent}, so that its body is known.
   *
   * @param action what the request asks for; it joins the transaction
   */
  @Transactional
  public Response once(Supplier<Answer> action) {
    List<String> sent = request.headers().getAll(IdempotencyKey.HEADER);
    if (sent.isEmpty()) {
      return response(stored("", action.get()));
    }
    IdempotencyKey key = new IdempotencyKey(String.join(", ", sent));
    OwnerName owner = caller.get().owner();
    stored.lock(owner, key);
    String fingerprint = fingerprint();
    Optional<StoredAnswer> former = stored.find(owner, key);
    if (former.isPresent()) {
      requireSameRequest(key, former.get(), fingerprint);
      return replay(former.get());
    }
    StoredAnswer answer = stored(fingerprint, action.get());
    stored.keep(owner, key, answer, config.expiry());
    return response(answer);
  }

  private static void requireSameRequest(
      IdempotencyKey key, StoredAnswer former, String fingerprint) {
    if (!former.fingerprint().equals(fingerprint)) {
      throw new ProblemException(
          ErrorCode.IDEMPOTENCY_KEY_REUSED,
          "The Idempotency-Key '"
              + key
              + "' was used for another request: send the same address and body as then, or a new key.");
    }
  }

  private StoredAnswer stored(String fingerprint, Answer answer) {
    try {
      return new StoredAnswer(
          fingerprint,
          answer.status(),
          answer.location().map(Object::toString),
          json.writeValueAsString(answer.body()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer cannot be written as JSON", e);
    }
  }

  private static Response response(StoredAnswer answer) {
    return builder(answer).build();
  }

  private static Response replay(StoredAnswer answer) {
    return builder(answer).header(IdempotencyKey.REPLAYED_HEADER, "true").build();
  }

  private static Response.ResponseBuilder builder(StoredAnswer answer) {
    Response.ResponseBuilder builder =
        Response.status(answer.status()).type(MediaType.APPLICATION_JSON).entity(answer.body());
    answer.location().ifPresent(location -> builder.header(HttpHeaders.LOCATION, location));
    return builder;
  }

  private String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String line = request.method() + " " + request.uri() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(body.bytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
