/**
 * Holding the engine against a recording of the reference: the recording's form, the replay of each
 * of its sections, and how far apart they may be.
 */
package io.baton.sdxl.verify;
