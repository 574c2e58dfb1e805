/** Object storage: S3-compatible servers, presigned URLs, and a directory, behind one interface. */
package io.baton.sync.store;
