/** The learning rate over the steps of a run. */
package io.baton.sdxl.schedule;
