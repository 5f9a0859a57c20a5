/** What a search has spent and what it has come to, against the events. */
@NullMarked
package dev.espalier.app.budget;

import org.jspecify.annotations.NullMarked;
