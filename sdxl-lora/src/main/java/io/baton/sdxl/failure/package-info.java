/** Why a run cannot go on, and whose fault it is. */
package io.baton.sdxl.failure;
