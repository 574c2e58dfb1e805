/** The options of {@code train}: a class for each subject, which makes that part of the run. */
package io.baton.sdxl.command.train;
