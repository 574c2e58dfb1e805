/**
 * What a run is asked for: a record for each subject, checked when it is made, with the options'
 * names on the command line in every refusal.
 */
package io.baton.sdxl.training.options;
