/** What the engine needs of libtorch beyond DJL's own interface. */
package io.baton.sdxl.torch;
