package io.baton.api.dashboard.frame;

import io.baton.api.access.CurrentCaller;
import io.baton.protocol.access.Role;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Makes the frame of a page for whoever asked for it. */
@RequestScoped
public class PageFrames {
  private final CurrentCaller caller;

  PageFrames(CurrentCaller caller) {
    this.caller = caller;
  }

  public PageFrame of(Section section, String title) {
    Reader reader = new Reader(caller.get().owner().value(), caller.role() == Role.OPERATOR);
    return new PageFrame(title, Optional.of(section), Optional.of(reader));
  }

  /** Of a page that everybody may see. */
  public static PageFrame outside(String title) {
    return new PageFrame(title, Optional.empty(), Optional.empty());
  }
}
