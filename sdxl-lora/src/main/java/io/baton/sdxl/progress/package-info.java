/** What a run tells while it goes on: JSON lines for a program, a bar for a person. */
package io.baton.sdxl.progress;
