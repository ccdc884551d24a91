## The card
attendance-shift = Shift
attendance-my-shift = My shift
attendance-todays-shift = Today’s shift
attendance-no-shift-today = No shift today
attendance-no-shift-hint = If you have come in all the same, clock in and say why in a few words.
attendance-do-in = Clock in
attendance-do-in-again = Clock in again
attendance-do-out = Clock out
attendance-do-out-again = Move clock-out to now
attendance-do-break_out = Take a break
attendance-do-break_in = End the break
attendance-out-early-ask = Your shift ends at { $end }. Clocking out now counts as leaving early. Clock out?
attendance-late-now = Your shift began at { $start } and you have not clocked in
attendance-last-in = In at { $time }
attendance-last-out = Out at { $time }
attendance-last-break_out = Break since { $time }
attendance-last-break_in = Back since { $time }
attendance-recorded-in = Clocked in at { $time }
attendance-recorded-out = Clocked out at { $time }. Thank you!
attendance-recorded-break_out = Break begun at { $time }
attendance-recorded-break_in = Break ended at { $time }
attendance-recorded-waits-in = Clocked in at { $time }; your lead will check it
attendance-recorded-waits-out = Clocked out at { $time }; your lead will check it
attendance-recorded-waits-break_out = Break begun at { $time }; your lead will check it
attendance-recorded-waits-break_in = Break ended at { $time }; your lead will check it
attendance-already-in = You already clocked in at { $time }
attendance-already-out = You already clocked out at { $time }
attendance-already-break_out = Your break already began at { $time }
attendance-already-break_in = Your break already ended at { $time }
attendance-place-geofence-hint = Your place is checked when you clock in
attendance-place-door-hint = Scan the code on the screen at the door with your camera, or type its 6 digits. You can clock in without; your lead will check it.
attendance-door-code = The 6 digits on the screen at the door
attendance-kind-in = in
attendance-kind-out = out
attendance-kind-break_out = break begun
attendance-kind-break_in = break ended

## Out of shift
attendance-why-about = “{ $kind }” at { $time } is outside of your shifts. The time is kept; please say why.
attendance-why = Reason
attendance-why-usual = Usual reasons
attendance-why-overtime = Overtime
attendance-why-covering = Covering for somebody
attendance-why-swapped = Swapped shifts
attendance-why-forgot-rota = Rota not updated yet
attendance-why-send = Clock
attendance-why-needed = This is outside of your shifts. Please say why in a few words.

## Not recorded
attendance-busy = Too many taps at the same moment. Please tap again; nothing is recorded twice.
attendance-kind-unknown = This kind of punch is unknown: there is in, out, break begun and break ended.
attendance-device-not-bound = This department clocks in on bound phones only. Ask for this phone to be bound under Me → Devices; your lead confirms it.
attendance-break-before-in = You have not clocked in yet, so there is no break to begin. Please clock in first.
attendance-no-break = You are not on a break, so there is none to end.

## What a lead should look at
attendance-reason-out-of-shift = Clocked outside of every shift
attendance-reason-no-sent-at = An offline punch came without its sending time, so the phone’s clock could not be checked
attendance-came-back-correction = Correction refused: { $kind } { $at }
attendance-came-back-punch = Punch not accepted: { $kind } { $at }
attendance-came-back-no-note = Your lead gave no reason; you can ask them.
attendance-came-back-next = Look at it and correct it
