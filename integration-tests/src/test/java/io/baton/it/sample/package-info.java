/** Sample images as their user gets them. */
package io.baton.it.sample;
