/**
 * An S3 server on loopback for local runs and tests: s3proxy over a directory, in a child JVM,
 * because its libraries clash with everybody else's. {@link io.baton.locals3.LocalS3Process} is the
 * side that callers see and needs nothing but the JDK.
 */
package io.baton.locals3;
