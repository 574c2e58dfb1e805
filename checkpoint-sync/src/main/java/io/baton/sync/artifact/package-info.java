/** The finished files of a run. */
package io.baton.sync.artifact;
