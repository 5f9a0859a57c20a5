package dev.espalier.app.tree.canvas;

import java.awt.image.BufferedImage;

/**
 * The texts of several runs as one image, with or without a display.
 *
 * @param model at the moment to be seen; must not change meanwhile
 * @param scale pixels a world unit, in (0, 3]
 */
public record RunsPicture(RunsModel model, boolean dark, double scale) {

  public RunsPicture {
    if (!(scale > 0 && scale <= Camera.LARGEST)) {
      throw new IllegalArgumentException(
          "the scale is " + scale + "; it must be above 0 and at most " + Camera.LARGEST);
    }
  }

  /** The picture; callable from any thread, starts JavaFX if need be. */
  public BufferedImage render() {
    return render(true);
  }

  /** The same, or everything but the text: glyphs are not the same to the bit on every system. */
  public BufferedImage render(boolean words) {
    RunsSubject subject = new RunsSubject(model);
    return FxThread.call(() ->
        new Plate(dark, scale)
            .paint(
                words,
                subject.tree(),
                scene -> new Plate.Content(subject.states(scene), -1, subject.chosen(scene))));
  }
}
