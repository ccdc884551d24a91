## The card
attendance-shift = Shift
attendance-my-shift = My shift
attendance-todays-shift = Today’s shift
attendance-no-shift-today = No shift today
attendance-server-time = The server’s clock counts; works without a network too
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

## Waiting for a decision
attendance-waiting = Waiting for your decision
attendance-nothing-waits = Nothing to decide
attendance-nothing-waits-why = Corrections, punches whose place could not be verified and punches out of shift appear here.
attendance-asks-correction = asks for a correction · { $kind }
attendance-punched = punched · { $kind }
attendance-on-map = Show on a map where { $name } punched
attendance-note = Note (optional)
attendance-refuse-punch = Refuse
attendance-refuse-correction = Reject
attendance-accept-punch = Accept
attendance-accept-correction = Approve
attendance-own-decision = This is your own; another lead has to decide (R-APPR-2).
attendance-already-decided = Somebody has decided this already; the list is up to date now.
attendance-nothing-to-decide = This punch needs no decision.

## My attendance
attendance-my-month = My attendance
attendance-my-month-about = Every day with its reason; missed punches
attendance-asked-count = { $count ->
    [one] 1 correction waits for an answer
   *[other] { $count } corrections wait for an answer
}
attendance-month-before = Month before
attendance-month-after = Month after
attendance-month-described = Attendance of every day of { $month }; the list below says the same
attendance-days = Every day
attendance-in-progress = In progress
attendance-source-correction = correction
attendance-early-by = { $minutes } min early
attendance-month-empty = No attendance this month yet
attendance-month-empty-why = Days with a shift or a punch appear here.
attendance-correct = Report a missed punch
attendance-correct-kind = What was missed
attendance-correct-day = Day
attendance-correct-time = Time
attendance-correct-why = Reason
attendance-correct-why-hint = For example: forgot, a colleague can confirm. Counts once a lead other than you has approved it.
attendance-correct-send = Send
attendance-correction-why-needed = Please say why it was missed.
attendance-correction-in-future = A missed punch cannot lie in the future.
attendance-correction-too-old = Only the last two months can be corrected.
attendance-correction-day-needed = Please choose the day.
attendance-correction-time-needed = Please give the time, for example 08:30.
attendance-asked = My corrections
attendance-outcome-waiting = Waiting
attendance-outcome-approved = Approved
attendance-outcome-rejected = Rejected
attendance-outcome-withdrawn = Withdrawn
attendance-withdraw = Withdraw

## A day of the department
attendance-day-before = Day before
attendance-day-after = Day after
attendance-day-empty = No shifts and no punches on this day
attendance-day-empty-why = The arrows above lead to other days.

## Where to clock in
attendance-places = Places
attendance-policy-none = This department does not check places. That can be changed under Rules.
attendance-policy-geofence = This department checks the position: verified inside any of the circles below; what cannot be verified is recorded all the same and shown to a lead.
attendance-policy-door = This department checks the code at the door: scanned or typed; a punch without it is recorded all the same and shown to a lead.
attendance-doors = Screens at the door
attendance-doors-about = Put an old tablet at the door and open its private address. The QR code and the 6 digits change every 30 seconds.
attendance-door-ready = Private address of “{ $name }”
attendance-door-once = This address is shown only now. Open it on the screen at the door, or scan the code below.
attendance-door-name = Name
attendance-door-name-example = For example: warehouse, north door
attendance-door-add = Add a screen
attendance-door-end = End
attendance-door-end-ask = End “{ $name }”? Its screen stops working at once.
attendance-door-how = Scan with your phone’s camera, or type these 6 digits in the app
attendance-door-offline = No network here and the code has run out. It renews by itself when the network is back; clock in all the same, a lead will check it.
attendance-at-the-door = At the door
attendance-door-scanned = The code of the door is filled in; one tap is enough.
attendance-door-type = Please type the 6 digits of the screen at the door.
attendance-sites = Circles on the map
attendance-sites-about = Around one point. A phone’s position counts when it is accurate to { $accuracy } m or better.
attendance-site-name = Name
attendance-site-latitude-label = Latitude
attendance-site-longitude-label = Longitude
attendance-site-radius-label = Radius (metres)
attendance-site-add = Add a circle
attendance-site-end = Remove
attendance-site-end-ask = Remove “{ $name }”? What was verified there stays verified.
attendance-site-latitude = The latitude lies between -90 and 90.
attendance-site-longitude = The longitude lies between -180 and 180.
attendance-site-radius = The radius lies between 20 and 5000 metres.
attendance-site-needs-position = Please give latitude and longitude.
attendance-name-needed = Please give a name.
attendance-metres = radius { $count } m

## What would the rules say?
attendance-judge = What would the rules say?
attendance-judge-about = Write down a day’s shift, punches and leave and see the verdict. Real days are judged by the same rules.
attendance-judge-rules = By which rules
attendance-judge-own = This department’s own rules
attendance-judge-day = The day (JSON)
attendance-judge-hint = Punches are in, out, break_out, break_in; "00:10:00+1" is after midnight; leave is approved or pending.
attendance-judge-ask = Judge
attendance-judge-verdict = Verdict
attendance-judge-empty = No verdict yet
attendance-judge-empty-why = An example is filled in already: tap “Judge”.
attendance-judge-bad = { $text }
attendance-judge-not-json = Line { $line }, character { $column }: this is not JSON.
attendance-judge-preset = There is no such rule set. Known: { $known }
