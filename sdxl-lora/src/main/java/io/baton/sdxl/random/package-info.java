/**
 * Random numbers without generator state: every draw is a function of what it is for and when it is
 * made, so that a run can be taken up at any step and draws what it would have drawn.
 */
package io.baton.sdxl.random;
