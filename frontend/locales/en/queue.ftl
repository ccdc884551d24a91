orders-taken-already = { $name } has it already.
orders-take-first = Take the order first, then say what came of the call.
orders-given-back-since = You had this order and gave it back. Tap again to take it once more.
orders-again = This order is changing hands. Please tap again.
orders-done-already = This order is done and no longer in the queue.
orders-free-already = This order was given back already; nobody has it now.
orders-not-here = You have not clocked in. Clock in first, then take orders.
orders-on-break = You are on a break. End it, then take orders.
orders-not-yours = You can hand on your own orders only. A lead can hand on those of others.
orders-not-their-work = { $name } does not work on orders. Please choose somebody else.
orders-they-are-away = { $name } is not here now. Please choose somebody else.
orders-outcome-unknown = Please say what came of it: reached, no answer, wrong number, or call later.
orders-call-when = Please choose a later time, within a week.
orders-none-free = Nothing waits any more. New orders show up here at once.
orders-no-name = No receiver
orders-no-goods = No goods given
orders-tail = …{ $tail }
orders-missed = Missed
orders-note-address = Note: change of address?
orders-note-phone = Note: phone
orders-note-goods = Note: other goods?
orders-note-time = Note: in a hurry
orders-note-invoice = Note: invoice
orders-note-cancel = Note: cancel?
orders-state-problem = Problem open
orders-state-reached = Reached, to be checked
orders-call-at = Call again { $time }
orders-tried = { $count ->
    [one] No answer once
   *[other] No answer { $count } times
}
orders-stopped = Closed hours: clock paused
orders-held-by = { $name } has it
orders-claim = Take
orders-claim-next = Take the next one
orders-claim-offline = No network: the order was not taken, and will not be taken later by itself. Tap again when you are back online.
orders-claim-unsure = No answer came back, so it may be yours or not. Look under “Mine”: if it is not there, tap again.
orders-release-offline = No network: nothing was changed. Tap again when you are back online.
orders-release-unsure = No answer came back, so it may have left your hands or not. Reload to see whether you still have it.
orders-clock-in-first = Clock in to take orders
orders-clock-in-first-why = New orders go only to people who are here. Once you have clocked in, customers to call show up here.
orders-clock-in = Clock in
orders-break-note = You are on a break. End it to take orders.
orders-watching-note = You have not clocked in, so you can only watch.
orders-group-mine = Mine
orders-group-free = Free
orders-group-others = With colleagues
orders-more = { $count ->
    [one] One more; those above are more pressing.
   *[other] { $count } more; those above are more pressing.
}
orders-none = Nobody to call now
orders-none-why = New orders show up here as soon as they are paid, with ten minutes on the clock.
orders-strip-reach = Call { $name }
orders-strip-check = Check the order of { $name }
orders-strip-free = { $count ->
    [one] One order to take
   *[other] { $count } orders to take
}
orders-strip-mine = { $count ->
    [one] You have one order
   *[other] You have { $count } orders
}
orders-hold = Who has this order
orders-reached-at = Customer reached { $time }
orders-missed-at = Not reached by { $time }
orders-reach-by = Reach the customer by { $time }
orders-held-by-me = Yours since { $time }
orders-held-by-since = { $name } has it since { $time }
orders-held-by-nobody = Nobody has taken it yet
orders-call = Call
orders-outcome-record = Say what came of it
orders-outcome-title = Did you reach them?
orders-outcome-reached = Reached
orders-outcome-no-answer = No answer
orders-outcome-wrong-number = Wrong number
orders-outcome-later = Call again later
orders-outcome-later-at = When the customer wants to be called
orders-outcome-said = Note (optional)
orders-give-back = Give back
orders-hand-on = Hand on
orders-hand-title = Hand it to whom?
orders-hand-to = Colleagues who are here
orders-hand-do = Hand it on
orders-free = Give back
orders-free-ask = Give back the order that { $name } has?
orders-calls = Calls
orders-offline-kept = noted offline
