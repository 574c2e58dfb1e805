/** Photographs to pixels: reading, turning upright, resizing, cropping. */
package io.baton.sdxl.image;
