package dev.espalier.app.library;

import javafx.scene.layout.Pane;
import javafx.scene.shape.SVGPath;

/** A thumbnail in the colours of the theme. */
final class ThumbnailView extends Pane {

  private ThumbnailView() {
    setMinSize(Thumbnail.WIDTH, Thumbnail.HEIGHT);
    setPrefSize(Thumbnail.WIDTH, Thumbnail.HEIGHT);
    setMaxSize(Thumbnail.WIDTH, Thumbnail.HEIGHT);
  }

  static ThumbnailView of(Thumbnail thumbnail) {
    ThumbnailView view = new ThumbnailView();
    view.add(thumbnail.pruned(), "thumb-pruned");
    view.add(thumbnail.tree(), "thumb-tree");
    view.add(thumbnail.answer(), "thumb-answer");
    return view;
  }

  private void add(String content, String styleClass) {
    if (!content.isEmpty()) {
      SVGPath path = new SVGPath();
      path.setContent(content);
      path.getStyleClass().add(styleClass);
      getChildren().add(path);
    }
  }
}
