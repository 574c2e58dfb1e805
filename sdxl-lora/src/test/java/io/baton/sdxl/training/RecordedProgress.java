package io.baton.sdxl.training;

import io.baton.sdxl.progress.ProgressEvent;
import io.baton.sdxl.progress.ProgressListener;
import java.util.ArrayList;
import java.util.List;

/** Keeps all events. */
final class RecordedProgress implements ProgressListener {

  private final List<ProgressEvent> events = new ArrayList<>();

  @Override
  public void on(ProgressEvent event) {
    events.add(event);
  }

  <T extends ProgressEvent> List<T> of(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  ProgressEvent last() {
    return events.get(events.size() - 1);
  }
}
