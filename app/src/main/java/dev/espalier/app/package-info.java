/** The workbench: from the command's arguments to a window or to a command carried out. */
@NullMarked
package dev.espalier.app;

import org.jspecify.annotations.NullMarked;
