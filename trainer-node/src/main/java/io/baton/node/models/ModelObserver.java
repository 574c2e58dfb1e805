package io.baton.node.models;

/** Is told how the cache of models is used. */
public interface ModelObserver {
  /** A model was in the cache. */
  void found();

  /** A model has to be fetched. */
  void missed();

  /** Bytes came. */
  void fetched(long bytes);
}
