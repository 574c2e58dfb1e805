package io.baton.api.idempotency;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A resource method that takes an {@code Idempotency-Key} and answers through {@link Answers}. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {
  /** The description of the header. */
  String KEY =
      "1 to 200 characters of ASCII without blanks; sent again within 24 hours with the same key"
          + " and body, the request is not done again and gets its first answer once more; absent: each request is done";
}
