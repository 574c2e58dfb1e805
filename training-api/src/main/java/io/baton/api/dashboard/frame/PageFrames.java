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
    return new PageFrame(title, Optional.of(section), Optional.of(reader()));
  }

  private Reader reader() {
    return new Reader(caller.get().owner().value(), caller.role() == Role.OPERATOR);
  }

  /** Of a page that belongs to no section, for whoever asked for it, known or not. */
  public PageFrame of(String title) {
    return new PageFrame(
        title, Optional.empty(), caller.isKnown() ? Optional.of(reader()) : Optional.empty());
  }

  /** Of a page that everybody may see. */
  public static PageFrame outside(String title) {
    return new PageFrame(title, Optional.empty(), Optional.empty());
  }
}
