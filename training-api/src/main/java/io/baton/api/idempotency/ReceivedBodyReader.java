package io.baton.api.idempotency;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Notes a body as it came: two requests are the same when their bytes are. */
@Provider
@Idempotent
public class ReceivedBodyReader implements ReaderInterceptor {
  private final ReceivedBody body;

  ReceivedBodyReader(ReceivedBody body) {
    this.body = body;
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    byte[] bytes = context.getInputStream().readAllBytes();
    body.set(bytes);
    context.setInputStream(new ByteArrayInputStream(bytes));
    return context.proceed();
  }
}
