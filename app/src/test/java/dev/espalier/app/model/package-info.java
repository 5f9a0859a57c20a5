@NullMarked
package dev.espalier.app.model;

import org.jspecify.annotations.NullMarked;
