package io.baton.protocol.storage;

/**
 * An object that is uploaded in parts.
 *
 * @param id names the upload in the calls about it
 * @param key the object's name in storage
 * @param size of the whole object in bytes, at least 1
 * @param partSize of each part but the last in bytes, at least 5,242,880
 * @param parts how many there are, numbered from 1; 1 to 10,000
 */
public record Upload(String id, String key, long size, long partSize, int parts) {}
