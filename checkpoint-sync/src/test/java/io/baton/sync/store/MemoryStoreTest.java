package io.baton.sync.store;

class MemoryStoreTest extends ListableStoreBehaviour {
  @Override
  ListableStore open() {
    return new MemoryStore();
  }
}
