/**
 * Which models the window works with: choosing them, what they would need before they are loaded,
 * and what the program takes now.
 */
@NullMarked
package dev.espalier.app.model;

import org.jspecify.annotations.NullMarked;
