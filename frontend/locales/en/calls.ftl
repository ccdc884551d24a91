calls-title = Calls
calls-title-about = Who waits for a call, and what came in
calls-open = To call back
calls-nobody-waits = Nobody waits for a call
calls-nobody-waits-why = Whoever reached nobody on the hotline appears here, and those on duty are told.
calls-strip-mine = { $count ->
    [one] One call-back is yours
   *[other] { $count } call-backs are yours
}
calls-strip-free = { $count ->
    [one] One caller waits to be called back
   *[other] { $count } callers wait to be called back
}
calls-strip-taken = { $count ->
    [one] One call-back, and somebody has it
   *[other] { $count } call-backs, and somebody has them
}
calls-missed-at = missed { $time }
calls-due-at = call by { $time }
calls-times = called { $count } times
calls-tried = { $count ->
    [one] Tried once, nobody answered
   *[other] Tried { $count } times, nobody answered
}
calls-claim = I call back
calls-held-by = { $name } has it since { $time }
calls-free = Free it
calls-free-ask = Let somebody else call back instead of { $name }?
calls-dial = Dial
calls-note = Note (optional)
calls-outcome-reached = Reached
calls-outcome-no-answer = No answer
calls-outcome-wrong-number = Wrong number
calls-outcome-later = Later
calls-give-back = Give it back
calls-later-title = When to call again?
calls-again-at = Time
calls-later-keep = Keep this time
calls-recent = Latest calls
calls-recent-about = in 48 hours
calls-none-lately = No calls in these two days
calls-none-lately-why = Every call to the hotline is written down here.
calls-show-number = Show the whole number { $number }; it is noted
calls-withheld = Number withheld
calls-register = Register a case
calls-register-of = Register a case for { $caller }
calls-office = Office
calls-answered-by = answered by { $name }
calls-duty-of = { $name } had the hotline
calls-outcome = Outcome
calls-outcome-all = All
calls-outcome-answered = Answered
calls-outcome-missed = Missed
calls-outcome-ended = Missed
calls-outcome-open = Going on
calls-outcome-unknown = Nothing more heard
calls-task-open = To call back
calls-task-reached = Called back
calls-task-no-answer = No answer on call-back
calls-task-wrong-number = Wrong number
calls-task-got-through = Got through later
calls-log = Call log
calls-log-about = Every call to the hotline, and what came of it
calls-from = From
calls-until = Until
calls-person = Whose
calls-everybody = Everybody
calls-show = Show
calls-total = Calls
calls-running = { $count } going on
calls-answered-total = Answered
calls-share = { $share }% answered
calls-missed-total = Missed
calls-in-time = { $done } of { $all } call-backs in time
calls-talk = Length of a call (median)
calls-wait = answered after { $seconds } s
calls-hours = Hours of the day
calls-hour = Hour
calls-hours-none = No calls in this time.
calls-list = Calls one by one
calls-export-whole = Export whole numbers
calls-none = No calls fit
calls-none-why = Try another day or another filter.
calls-called-back = { $name } called back { $time }
calls-more = Earlier calls
calls-column-day = Day
calls-column-time = Time
calls-column-caller = Caller
calls-column-person = On duty / answered by
calls-column-outcome = Outcome
calls-column-wait = Wait (s)
calls-column-talk = Talk (s)
calls-column-task = Call-back
calls-column-done = Call-back done
calls-column-doer = Called back by
calls-taken-already = { $name } is already calling back.
calls-not-taken = Tap “I call back” first, then say what came of it.
calls-done-already = This call-back is done already; the list is fresh now.
calls-outcome-unknown-kind = There is no such outcome.
calls-again-when = Choose a time within the next seven days.
calls-export-unknown = Only CSV and XLSX can be exported.
calls-fallback-title = Leave a way at the vendor, too
calls-fallback-why = Calls follow the plan even while the database is away. Only when the whole server cannot be reached does the vendor’s own fallback decide.
calls-fallback-number = Set a fallback number: your office.
calls-fallback-timeout = Let it wait 3 to 5 seconds, and use the fallback on errors (4xx, 5xx), too.
calls-fallback-try = Then cut the line once and try it with a call.
