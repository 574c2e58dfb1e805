/** Event files that TensorBoard shows. */
package io.baton.sdxl.tensorboard;
