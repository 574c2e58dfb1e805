package io.baton.sync.store;

class PresignedStoreOnS3ProxyTest extends PresignedStoreBehaviour {
  @Override
  TestBucket bucket() {
    return TestS3.bucket();
  }
}
