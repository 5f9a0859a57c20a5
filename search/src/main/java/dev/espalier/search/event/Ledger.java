package dev.espalier.search.event;

import dev.espalier.search.budget.Cost;

/** The costs of a search so far: a fold over its events. */
public record Ledger(Cost total) {

  public static final Ledger EMPTY = new Ledger(Cost.NONE);

  public Ledger plus(SearchEvent event) {
    return event instanceof SearchEvent.Charged(Cost cost) ? new Ledger(total.plus(cost)) : this;
  }

  public Ledger plusAll(Iterable<SearchEvent> events) {
    Ledger ledger = this;
    for (SearchEvent event : events) {
      ledger = ledger.plus(event);
    }
    return ledger;
  }
}
