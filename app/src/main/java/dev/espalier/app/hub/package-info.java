/**
 * Models from the Hugging Face hub, in the cache that Hugging Face's own library keeps: what one
 * program downloaded, the other finds.
 *
 * <p>{@link dev.espalier.app.hub.Hub} is the way in: it downloads a model and knows which ones are
 * there. A file grows under a name that nobody reads, is resumed where it broke off, and gets its
 * own name only when its checksum is the one that the hub gave; a model is found only when all of
 * its files are there.
 */
@NullMarked
package dev.espalier.app.hub;

import org.jspecify.annotations.NullMarked;
