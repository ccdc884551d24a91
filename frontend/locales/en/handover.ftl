## A log
handover-title = Handover
handover-all = Handovers
handover-about = Each shift ends with a list of what is open. Who leaves hands it over, who comes takes it over.
handover-print = Print
handover-sides = Who hands over to whom
handover-end = Shift ending { $at }
handover-leaving = Hands over
handover-coming = Takes over, from { $at }
handover-coming-nobody = Takes over
handover-nobody = nobody on the rota
handover-not-yet = not yet
handover-comma = {", "}
handover-closes = Without both confirmations it closes by itself at { $at }, and the leads are told.
handover-was-closed = Closed by itself at { $at }: both sides had not confirmed. The leads were told.
handover-state-open = Open
handover-state-confirmed = Confirmed
handover-state-unconfirmed = Not confirmed
handover-state-dropped = Shift cancelled
handover-by-at = { $name } { $time }
handover-taken-at = { $name } { $time }
handover-open-count =
    { $count ->
        [0] nothing open
        [one] 1 open
       *[other] { $count } open
    }
handover-nothing-open = Nothing is open
handover-nothing-open-why = What is still to be done appears here by itself. Whatever else the next shift must know goes into a note.
handover-open-it = Open
handover-due-at = by { $at }
handover-settled = settled at { $at }
handover-taken-back = taken back at { $at }
handover-taker = Who takes it
handover-taker-open = The next shift
handover-taker-none = No name yet
handover-taken-by = { $name } takes it
handover-take-back = Take back
handover-note-add = A note for the next shift
handover-note-text = Note
handover-note-hint = For instance: the courier comes again at five
handover-note-save = Add the note
handover-do-leaving = I hand over
handover-do-coming = I take over

## Where items come from
handover-source-note = Notes
handover-source-still-in = Not clocked out
handover-source-attendance = Punches and corrections to decide
handover-source-callbacks = Customers to call back
handover-source-messages = Messages nobody has acknowledged
handover-source-hotline = Hotline
handover-open-still-in = { $name } has not clocked out; the shift ended { $end }.
handover-open-punch = { $name }’s punch of { $at } waits for a decision.
handover-open-correction = { $name } asks for a correction: { $at }.
handover-open-callback =
    { $times ->
        [one] { $caller } rang at { $at } and reached nobody.
       *[other] { $caller } rang { $times } times, last at { $at }, and reached nobody.
    }
handover-open-callback-held = { $caller } rang at { $at } and reached nobody; { $name } is calling back.
handover-open-hotline-now = { $name } has the hotline, until { $until }.
handover-open-hotline-office = The hotline rings at the office, until { $until }.
handover-open-hole = Nobody has the hotline from { $start } to { $end }.

## On Today
handover-today-leaving = Hand over before { $time }
handover-today-coming = Take over from the { $time } shift
handover-not-yet-by = { $names }: not handed over yet
handover-and-more =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
handover-read-and-take = Read it and take over
handover-read-and-give = Look through it and hand over

## The list
handover-earlier = Earlier ones
handover-none-yet = No handovers yet
handover-none-yet-why = The first one is made by itself before the next shift on the rota ends.

## Refusals
handover-closed = This handover is closed; it stays as it is. Tell the next shift in person, or write it into the next handover.
handover-not-leaving = Only those whose shift ends now hand over. You are not among them by the rota.
handover-not-coming = Only the next shift, or who is clocked in now, takes over. Clock in first if you step in.
handover-not-both = Nobody hands over to themselves. Ask a colleague of the other side to confirm.
handover-handed-over = It is handed over already. Tell the next shift in person, or write it into the next handover.
handover-taken-over = Somebody else has taken over already.
handover-not-yours = Only the two shifts say who takes what.
handover-note-empty = Write what the next shift must know.
handover-note-of-another = Only who wrote a note takes it back.
handover-taker-unknown = Nobody of that name works here. Choose somebody from the list.

## What orders leave open
handover-source-orders = Orders in work
handover-source-order-problems = Problems of orders
handover-open-order-free = Order …{ $number }: the customer was not reached yet, and nobody has it.
handover-open-order-held = Order …{ $number }: the customer was not reached yet; { $name } has it.
handover-open-order-check-free = Order …{ $number }: reached, not checked yet, and nobody has it.
handover-open-order-check-held = Order …{ $number }: reached, not checked yet; { $name } has it.
handover-open-order-problem = Order …{ $number }: a problem with the { $point ->
    [address] address
    [phone] phone
    [goods] goods
    [payment] payment
    [stock] stock
   *[note] note
}, for { $name ->
    [finance] finance
    [leads] the leads
    [holder] whoever takes the order
   *[other] { $name }
}.

## What after-sales leaves open
handover-source-cases = After-sales
handover-open-case-check = A { $case ->
    [exchange] exchange
    [refund] refund
    [complaint] complaint
    [review] bad review
    [follow-up] follow-up call
   *[return] return
} ({ $customer }) waits for a second person; { $name } has it, due { $due }.
handover-open-case-late = A { $case ->
    [exchange] exchange
    [refund] refund
    [complaint] complaint
    [review] bad review
    [follow-up] follow-up call
   *[return] return
} ({ $customer }) is overdue; { $name } has it, due { $due }.
handover-open-case-open = A { $case ->
    [exchange] exchange
    [refund] refund
    [complaint] complaint
    [review] bad review
    [follow-up] follow-up call
   *[return] return
} ({ $customer }) is open; { $name } has it, due { $due }.
handover-open-case-more = { $count ->
    [one] One more after-sales case is open.
   *[other] { $count } more after-sales cases are open.
}
