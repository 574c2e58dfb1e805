/**
 * Model directories in diffusers' layout: where their files are, and how weights become tensors.
 */
package io.baton.sdxl.model;
