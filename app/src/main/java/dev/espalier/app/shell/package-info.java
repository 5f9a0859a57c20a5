/**
 * The window itself: what is open in it, how its parts lie together, themes, menus and keys.
 *
 * <p>{@link dev.espalier.app.shell.DeskViewModel} knows what is on show and what goes on; once a
 * frame it looks at the searching thread and lets every part bring itself up to date. {@link
 * dev.espalier.app.shell.MainView} lays the parts out.
 */
@NullMarked
package dev.espalier.app.shell;

import org.jspecify.annotations.NullMarked;
