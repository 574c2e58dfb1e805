/** What is trained on: images with captions, and which of them each micro-step sees. */
package io.baton.sdxl.dataset;
