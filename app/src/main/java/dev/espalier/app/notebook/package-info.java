/**
 * What people write about a search: bookmarks and notes at its events, its title, its tags. They
 * are kept in the session itself, and go with it wherever it goes.
 */
@NullMarked
package dev.espalier.app.notebook;

import org.jspecify.annotations.NullMarked;
