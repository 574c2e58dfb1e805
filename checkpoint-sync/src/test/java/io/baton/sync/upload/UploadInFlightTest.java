package io.baton.sync.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadInFlightTest {
  private final UploadInFlight inFlight = new UploadInFlight();

  @AfterEach
  void clear() {
    Thread.interrupted();
  }

  @Test
  void the_one_after_an_abandoned_upload_is_finished() {
    inFlight.begin(10);
    inFlight.abandonFor(20);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(inFlight.end()).contains(20);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();

    inFlight.begin(20);
    inFlight.abandonFor(30);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    inFlight.commit();
    assertThat(inFlight.end()).isEmpty();

    inFlight.begin(30);
    inFlight.abandonFor(40);
    assertThat(inFlight.end()).contains(40);
  }

  @Test
  void what_was_there_to_choose_from_is_no_reason_to_abandon_what_was_chosen() {
    inFlight.begin(20);
    inFlight.abandonFor(20);
    assertThat(inFlight.end()).isEmpty();
  }

  @Test
  void an_upload_is_abandoned_before_its_manifest_or_not_at_all() {
    inFlight.begin(10);
    inFlight.abandonFor(20);
    assertThatThrownBy(inFlight::commit).isInstanceOf(UploadInFlight.AbandonedException.class);
    inFlight.end();
    inFlight.begin(20);
    inFlight.commit();
    inFlight.end();
    inFlight.begin(30);
    inFlight.commit();
    inFlight.abandonFor(40);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(inFlight.end()).isEmpty();
  }
}
