package io.baton.sync.store;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * A request body of a known length that tells of its progress, and whether it was its source that
 * failed.
 */
final class ObservedBody implements BodyPublisher {
  private final BodyPublisher source;
  private final long length;
  private final Runnable progress;
  private volatile Throwable sourceFailure;

  ObservedBody(BodyPublisher source, long length, Runnable progress) {
    this.source = source;
    this.length = length;
    this.progress = progress;
  }

  Optional<Throwable> sourceFailure() {
    return Optional.ofNullable(sourceFailure);
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    source.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
          }

          @Override
          public void onNext(ByteBuffer buffer) {
            progress.run();
            subscriber.onNext(buffer);
          }

          @Override
          public void onError(Throwable failure) {
            sourceFailure = failure;
            subscriber.onError(failure);
          }

          @Override
          public void onComplete() {
            subscriber.onComplete();
          }
        });
  }
}
