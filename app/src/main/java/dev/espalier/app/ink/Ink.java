package dev.espalier.app.ink;

import javafx.scene.paint.Color;

/** A colour of something painted, by the name of its CSS property; implemented by enums. */
public interface Ink {

  /** Such as {@code -lane-text}. */
  String property();

  /** The colour where no style sheet gives one. */
  Color fallback();
}
