/**
 * Parts of a network that are computed by one call each, and how they are run: with gradients
 * recorded, without, or computed again when gradients are due.
 */
package io.baton.sdxl.block;
