/** Models with random weights: small ones for tests and demonstrations, and one of SDXL's size. */
package io.baton.sdxl.initmodel;
