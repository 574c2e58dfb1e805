package io.baton.sync.store;

class PresignedStoreOnCephTest extends PresignedStoreBehaviour {
  @Override
  TestBucket bucket() {
    return CephRgw.bucket();
  }
}
