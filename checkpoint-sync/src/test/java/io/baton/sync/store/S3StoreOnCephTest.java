package io.baton.sync.store;

class S3StoreOnCephTest extends S3StoreBehaviour {
  @Override
  TestBucket bucket() {
    return CephRgw.bucket();
  }
}
