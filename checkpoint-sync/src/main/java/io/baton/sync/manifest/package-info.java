/** What a committed checkpoint consists of, written after all of its objects are in storage. */
package io.baton.sync.manifest;
