/** Moves files and small objects between this machine and a store, until they are whole. */
package io.baton.sync.transfer;
