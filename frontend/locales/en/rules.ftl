## Statuses
rules-status-present = Present
rules-status-late = Late
rules-status-early = Left early
rules-status-late-early = Late and left early
rules-status-absent = Absent
rules-status-leave = On leave
rules-status-rest = Rest day
rules-status-missing-in = Clock-in missing
rules-status-missing-out = Clock-out missing

## Punch kinds
rules-punch-in = Clock in
rules-punch-out = Clock out
rules-punch-break-out = Leave the post
rules-punch-break-in = Back at the post

## Kinds of leave
rules-leave-kind-personal = Personal leave
rules-leave-kind-sick = Sick leave
rules-leave-kind-marriage = Marriage leave
rules-leave-kind-bereavement = Bereavement leave
rules-leave-kind-statutory = Statutory holiday
rules-leave-kind-compensatory = Compensatory time
rules-leave-kind-trip = Business trip
rules-leave-kind-other = Other leave
rules-leave-state-approved = Approved
rules-leave-state-pending = Pending

## Why it is so
rules-reason-on-time = Came on time.
rules-reason-stayed = Did not leave before the end.
rules-reason-late =
    { $minutes ->
        [0] Due at { $start }, clocked in at { $came }: less than a minute late.
        [1] Due at { $start }, clocked in at { $came }: 1 minute late.
       *[other] Due at { $start }, clocked in at { $came }: { $minutes } minutes late.
    }
rules-reason-not-come-yet =
    { $minutes ->
        [1] Due at { $start } and not clocked in yet: 1 minute so far.
       *[other] Due at { $start } and not clocked in yet: { $minutes } minutes so far.
    }
rules-reason-segment-missed = Not there from { $start } to { $end }: { $minutes } minutes of the shift.
rules-reason-early =
    { $minutes ->
        [0] Due until { $end }, left at { $left }: less than a minute early.
        [1] Due until { $end }, left at { $left }: 1 minute early.
       *[other] Due until { $end }, left at { $left }: { $minutes } minutes early.
    }
rules-reason-early-is-absence = In this department a day on which somebody leaves early is an absence.
rules-reason-late-absence = Late by { $limit } minutes or more, with no approved leave for that time, is an absence.
rules-reason-early-absence = Gone { $limit } minutes or more early, with no approved leave for that time, is an absence.
rules-reason-away =
    { $minutes ->
        [0] Away from the post from { $left } for less than a minute without leave.
        [1] Away from the post from { $left } for 1 minute without leave.
       *[other] Away from the post from { $left } for { $minutes } minutes without leave.
    }
rules-reason-away-absence = Leaving the post for { $limit } minutes or more without approval is an absence.
rules-reason-overstayed = The leave ended at { $ended } and was overstayed by { $minutes } min; what it was overstayed is an absence.
rules-reason-no-punch = No punch, and no approved leave, trip or correction.
rules-reason-punches-outside = There are punches, but none within the time of the shift.
rules-reason-missing-in = A clock-in before { $at } is missing. Please ask for a correction.
rules-reason-missing-out = A clock-out by { $at } is missing. Please ask for a correction.
rules-reason-leave =
    { $kind ->
        [personal] Personal leave from { $start } to { $end } is approved.
        [sick] Sick leave from { $start } to { $end } is approved.
        [marriage] Marriage leave from { $start } to { $end } is approved.
        [bereavement] Bereavement leave from { $start } to { $end } is approved.
        [statutory] Statutory holiday from { $start } to { $end }.
        [compensatory] Compensatory time from { $start } to { $end } is approved.
        [trip] A business trip from { $start } to { $end } is approved.
       *[other] Leave from { $start } to { $end } is approved.
    }
rules-reason-leave-pending =
    { $kind ->
        [personal] Personal leave from { $start } to { $end } is not approved yet and does not count.
        [sick] Sick leave from { $start } to { $end } is not approved yet and does not count.
        [compensatory] Compensatory time from { $start } to { $end } is not approved yet and does not count.
        [trip] The business trip from { $start } to { $end } is not approved yet and does not count.
       *[other] Leave from { $start } to { $end } is not approved yet and does not count.
    }
rules-reason-rest = No shift that day, so nothing is judged.
rules-reason-rest-punched = Punches on a rest day: only approved and recorded work earns compensatory time.
rules-reason-not-begun = The shift begins at { $start }; it is not time yet.

## Offline punches (R-ATT-8)
rules-offline-clock = The phone's clock was { $seconds } seconds off the server's; a manager has to confirm.
rules-offline-too-old = The punch waited { $hours } hours in the phone, longer than { $limit } hours; a manager has to confirm.
rules-offline-from-the-future = The punch was made later than it was sent; a manager has to confirm.

## Where a punch was made
rules-place-no-fix = The phone gave no position.
rules-place-no-site = The department has no place to clock in at yet.
rules-place-inaccurate =
    { $accuracy ->
        [0] The phone did not say how accurate its position is.
       *[other] The position is accurate to { $accuracy } m only; { $limit } m or better is needed.
    }
rules-place-too-far = { $distance } m from the nearest place; its radius is { $radius } m.
rules-place-no-door-code = The code at the door was not scanned.
rules-place-wrong-door-code = The code at the door is wrong or no longer shown.

## Proposals (R-ATT-10); a manager decides
rules-penalty-fine = Absence number { $number } this year: a deduction of CNY { $amount } is proposed.
rules-penalty-day-pay = An absent day costs that day's pay.
rules-penalty-dismissal-row = Absent { $count } scheduled days in a row: dismissal is proposed.
rules-penalty-dismissal-month = Absent { $count } days this month: dismissal is proposed.
rules-penalty-dismissal-year = Absent { $count } days this year: dismissal is proposed.
rules-penalty-left-row = Absent { $count } scheduled days in a row: treating the person as having left is proposed.
rules-penalty-left-month = Absent { $count } days this month: treating the person as having left is proposed.
rules-penalty-left-year = Absent { $count } days this year: treating the person as having left is proposed.

## Days off (R-ROTA-3)
rules-rest-too-few = Only { $free } free this week; { $needed } needed.
rules-rest-too-many = { $free } free this week; { $needed } due.
rules-rest-wrong-weekday = The day off is not on one of the agreed weekdays.

## Faults of a written day
rules-input-not-an-object = { $path }: should be a JSON object.
rules-input-unknown-key = { $path }: there is no such key; known are { $known }.
rules-input-missing = { $path }: is missing.
rules-input-not-a-list = { $path }: should be a list.
rules-input-segment-shape = { $path }: write a segment as ["start", "end"].
rules-input-punch-shape = { $path }: write a punch as ["time", "kind"].
rules-input-leave-shape = { $path }: write a leave as ["start", "end", "kind", "state"].
rules-input-segments-overlap = { $path }: overlaps the one before it, or is out of order.
rules-input-ends-before-start = { $path }: { $end } is not later than { $start }; after midnight add +1, as in "02:00+1".
rules-input-bad-time = { $path }: "{ $given }" is not a time; write "08:30", "08:30:15" or "00:10:00+1".
rules-input-bad-date = { $path }: "{ $given }" is not a date; write "2026-11-02".
rules-input-not-one-of = { $path }: "{ $given }" is none of { $known }.

## Faults of a rules file
rules-preset-toml-two-in-a-line = One line holds one entry, and more follows here; or a quote or a comma is missing.
rules-preset-toml-statement = This line is not understood: write [section] or key = value.
rules-preset-toml-unclosed = A list or a brace is not finished: a comma is missing, or ] or { "}" }.
rules-preset-toml-quotes = A quote has no partner; text stands between two straight quotes, on one line.
rules-preset-toml-backslash = The backslash between the quotes is not understood; for a backslash itself write two.
rules-preset-toml-twice = The same entry or section stands here twice.
rules-preset-toml-value = The value after the equals sign is not understood: text in straight quotes, numbers without, true or false for yes and no.
rules-preset-toml-character = There is a character here that must not be.
rules-preset-not-a-table = Should be a table of keys and values.
rules-preset-not-a-list = Should be a list.
rules-preset-list-length = This list should have exactly { $count } items.
rules-preset-not-a-number = Should be a whole number.
rules-preset-not-true-or-false = Should be true or false.
rules-preset-not-text = Should be text in quotes.
rules-preset-empty = Must not be empty.
rules-preset-unknown-key = There is no such key; known are { $known }.
rules-preset-missing-key = Is missing.
rules-preset-not-one-of = "{ $given }" is none of { $known }.
rules-preset-out-of-range = { $given } is out of range; it should be from { $low } to { $high }.
rules-preset-bad-code = A code has letters, digits, - and _, begins with a letter or a digit and has at most 40 characters.
rules-preset-bad-time = "{ $given }" is not a time; write "08:30", or "02:00+1" for the next day.
rules-preset-bad-amount = "{ $given }" is not an amount; write it as text such as "100.00", with at most two decimals.
rules-preset-unknown-zone = There is no time zone called "{ $given }".
rules-preset-unknown-permission = There is no permission called "{ $given }".
rules-preset-unknown-role = There is no role called "{ $given }".
rules-preset-unknown-post = There is no post called "{ $given }".
rules-preset-unknown-shift = There is no shift called "{ $given }".
rules-preset-nobody-in-charge = At least one role must be allowed to change the rules (department.rules), or nobody ever could again.
rules-preset-superior-circle = The superiors go round in a circle: "{ $given }" ends up above itself.
rules-preset-segment-ends-before-start = { $end } is not later than { $start }; after midnight add +1, as in "02:00+1".
rules-preset-segments-overlap = { $start } to { $end } overlaps the segment before it, or is out of order.
rules-preset-segment-starts-another-day = A shift belongs to the day it starts on; its first segment cannot start at { $start }.
rules-preset-segments-too-long = Up to { $end } is more than 24 hours and would overlap the same shift of the next day.
rules-preset-break-too-long = The meal should be shorter than the { $minutes } minutes of the shift.
rules-preset-pattern-kind = A pattern is either "weeks" (everybody goes through the weeks) or "turns" (one after another).
rules-preset-pattern-seven-days = Each row should have seven days, Monday to Sunday; "-" is a day off.
rules-preset-pattern-one-row = Turns have a single row.
rules-preset-pattern-one-code = With weeks, each day has exactly one shift code, or "-" for a day off.
rules-preset-deadlines-out-of-order = List closed, goods out and packed should follow one another.
rules-preset-closes-before-it-opens = The hotline should close after it opens.
rules-preset-warns-too-early = The warning should come before the time to reach the customer is over.

## Permissions
permission-attendance-punch = Clock in and out
permission-attendance-view = See everybody's attendance
permission-attendance-correct = Ask for corrections for others
permission-attendance-decide = Decide on corrections and unverified punches
permission-floor-view = See the live floor board
permission-rota-view = See the rota
permission-rota-edit = Edit the rota
permission-rota-publish = Publish the rota
permission-people-view = See people
permission-hotline-view = See who the hotline reaches
permission-hotline-take = Take over the hotline
permission-hotline-manage = Set up the hotline, its chain and its duty
permission-calls-handle = Call back who was missed
permission-orders-work = Take orders, call customers, check orders
permission-orders-after-sales = Register returns, refunds, complaints
permission-orders-view = See and search all orders
permission-orders-take-in = Take in order files and connect shops
permission-orders-manage = Hand orders to others, look after the queue
permission-orders-finance = Check payments that are not as they should be
permission-orders-verify = Verify orders and their sealed files
permission-calls-view = See and export the call log
permission-messages-manage = Decide who is told what, and how
permission-duties-hand-over = Write and confirm handover logs
permission-people-invite = Invite people
permission-people-manage = Manage people, posts and devices
permission-people-import = Import people from a file
permission-people-level-marketing = Approve level changes as marketing director
permission-people-level-it = Approve level changes as IT
permission-people-level-general = Approve special settings as general manager
permission-department-rules = Change the department's rules
permission-audit-view = See the audit trail
permission-audit-verify = Verify the audit trail
permission-company-manage = Manage the company and its departments
