/** Measures transfers on a real gateway. */
package io.baton.sync.bench;
