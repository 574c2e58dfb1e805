package io.baton.api.limit;

import io.baton.api.config.BatonConfig;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stops reading a body, whatever it announced, where it becomes larger than bodies may be. */
@Provider
public class BoundedBody implements ReaderInterceptor {
  private final Instance<BatonConfig> config;

  BoundedBody(Instance<BatonConfig> config) {
    this.config = config;
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    context.setInputStream(
        new Bounded(context.getInputStream(), config.get().http().maxBodyBytes()));
    return context.proceed();
  }

  private static final class Bounded extends FilterInputStream {
    private final long max;
    private long read;

    Bounded(InputStream body, long max) {
      super(body);
      this.max = max;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int more) {
      read += more;
      if (read > max) {
        throw new ProblemException(ErrorCode.TOO_LARGE, BodyLimit.tooLarge(max));
      }
    }
  }
}
