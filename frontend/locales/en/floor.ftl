## Today
floor-greeting-night = Working late, { $name }
floor-greeting-morning = Good morning, { $name }
floor-greeting-noon = Good day, { $name }
floor-greeting-afternoon = Good afternoon, { $name }
floor-greeting-evening = Good evening, { $name }
floor-next = What comes next
floor-next-shift = Next shift · { $day }
floor-no-next-shift = No shift in the next two weeks yet
floor-no-next-shift-why = It appears here once the rota is published
floor-elsewhere = You do not need to clock in
floor-elsewhere-why = Your post is not on the attendance list. Your work is below.

## On the floor
floor-on-now = On the floor now
floor-present-of = { $present } of { $expected }
floor-since = since { $time }
floor-not-here-yet = not here yet
floor-nobody-now = Nobody is rostered now and nobody has clocked in. Whoever clocks in appears here at once.

## The board
floor-change-rota = Change the rota
floor-everybody = Everybody today
floor-name = Name
floor-shift = Shift
floor-punch = Punches
floor-state = State
floor-no-shift = no shift
floor-no-punch = no punch yet
floor-on-time = on time
floor-was-late = { $minutes } min late
floor-unverified = Place not verified
floor-waits = To be checked
floor-state-late = { $minutes } min late
floor-state-absent = Did not come
floor-state-present = On the floor
floor-state-break = On a break
floor-state-extra = Here without a shift
floor-state-left = Left early
floor-state-pause = Between shifts
floor-state-later = Comes at { $time }
floor-state-gone = Gone home
floor-present-expected = Present / expected
floor-besides = { $count } more without a shift
floor-nobody-expected = Nobody rostered right now
floor-all-here = Everybody is here
floor-missing-count = { $count } missing
floor-late-now = Late now
floor-late-who = { $name }, { $minutes } min
floor-nobody-late = Nobody is late
floor-on-break = On a break
floor-nobody-on-break = Nobody is on a break
floor-still-to-come = Still to come
floor-next-comes = { $name } at { $time }
floor-nobody-to-come = Everybody of today has come
floor-comma = {", "}
floor-nobody-today = No shifts and no punches today
floor-nobody-today-why = Once the rota is published everybody of the day stands here; so does whoever clocks in without a shift.

## People over the day
floor-band = People over the day
floor-band-minimum = { $start }–{ $end } at least { $count }
floor-band-described = Rostered people by time of day, { $holes } times with too few
floor-hole = { $start }–{ $end } only { $present }, { $needed } needed
floor-hole-ask = could ask: { $names }
floor-band-from = From
floor-band-to = To
floor-band-people = People
floor-band-needed = Needed
