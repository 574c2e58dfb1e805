/**
 * What is costly to compute and always comes out the same, kept on disk by what it is made from.
 */
package io.baton.sdxl.cache;
