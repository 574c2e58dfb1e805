/**
 * Files in fewer bytes: zstd, for numbers after sorting their bytes by place. Pure of storage; a
 * file is read and written as a stream, whatever its size.
 */
package io.baton.sync.codec;
