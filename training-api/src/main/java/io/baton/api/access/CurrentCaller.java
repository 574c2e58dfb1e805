package io.baton.api.access;

import jakarta.enterprise.context.RequestScoped;

/** Who made the request that is being answered. */
@RequestScoped
public class CurrentCaller {
  public Caller get() {
    return new Caller.Operator();
  }
}
