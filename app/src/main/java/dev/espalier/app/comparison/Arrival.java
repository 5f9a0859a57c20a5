package dev.espalier.app.comparison;

import org.jspecify.annotations.Nullable;

/** A run that is yet to come or still goes on: a file being read, a search being made. */
public interface Arrival {

  /**
   * How far it has come.
   *
   * @param entrant the run, null while it is not there; once it is, it stays the same
   * @param state in words, empty once there is nothing more to say
   * @param phase where it stands
   */
  record Progress(@Nullable Entrant entrant, String state, Phase phase) {}

  /** Where it stands. */
  enum Phase {
    /** Nothing can be shown yet. */
    WAITING,
    /** It is there and goes on. */
    RUNNING,
    /** It is there and whole. */
    THERE,
    /** It will not come; the state says why. */
    FAILED
  }

  /** Looks how far it has come; called once a frame. */
  Progress look();

  /** Ends it, if it goes on. */
  void stop();

  /** A run that is there already. */
  static Arrival of(Entrant entrant) {
    Progress there = new Progress(entrant, "", Phase.THERE);
    return new Arrival() {
      @Override
      public Progress look() {
        return there;
      }

      @Override
      public void stop() {
        // It has ended.
      }
    };
  }
}
