/** Brings back the newest checkpoint that verifies, whole or not at all. */
package io.baton.sync.restore;
