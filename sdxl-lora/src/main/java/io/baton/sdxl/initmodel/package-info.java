/** Models with random weights, small enough for tests and demonstrations. */
package io.baton.sdxl.initmodel;
