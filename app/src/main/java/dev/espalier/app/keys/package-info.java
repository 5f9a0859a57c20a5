/**
 * What keys do: every command that has one, the keys it has by default, and those the user chose.
 *
 * <p>{@link dev.espalier.app.keys.KeyCommand} lists the commands, {@link
 * dev.espalier.app.keys.KeyBindings} knows their keys and who else has them, {@link
 * dev.espalier.app.keys.KeysForm} changes them and {@link dev.espalier.app.keys.KeysCard} shows
 * them.
 */
@NullMarked
package dev.espalier.app.keys;

import org.jspecify.annotations.NullMarked;
