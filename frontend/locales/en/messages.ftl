# Messages: who is told what, when and how

message-hotline-duty-title = Hotline duty: please confirm
message-hotline-duty-body = From { $start } to { $end } the 400 number rings your mobile. Tap “Understood” to confirm.
message-hotline-duty-push = It is your turn on the hotline. Please confirm.
message-hotline-hole-title = Nobody is on hotline duty
message-hotline-hole-body = From { $start } to { $end } nobody is rostered for the hotline; calls follow the fallback list. Please find somebody.
message-hotline-hole-push = Nobody is on hotline duty for a while. Please find somebody.
message-hotline-drift-title = The hotline points elsewhere
message-hotline-drift-body = It should reach { $wanted }, the telephone system says { $found }. It is being put right; please have a look.
message-hotline-drift-push = The hotline differs from its plan and is being put right.
message-hotline-taken-title = Somebody took the hotline over
message-hotline-taken-body = { $name } has it until { $end }. No calls come to you meanwhile.
message-hotline-taken-push = Somebody took the hotline over from you.
message-hotline-assigned-title = Hotline duty for you
message-hotline-assigned-body = You have the hotline from { $start } to { $end }. You are asked to confirm shortly before it begins.
message-hotline-assigned-push = You were given hotline duty.
message-hotline-unconfirmed-title = Nobody confirmed hotline duty
message-hotline-unconfirmed-body = Nobody has confirmed the duty from { $start }. Calls go to { $name } as planned, then down the fallback list. Please ring them.
message-hotline-unconfirmed-push = Nobody has confirmed hotline duty. Please have a look.
message-hotline-away-title = The hotline’s telephone system does not answer
message-hotline-away-body = It has not answered since { $since }. Calls follow the last plan; changes do not arrive until it is back.
message-hotline-away-push = The hotline’s telephone system does not answer. Calls follow the last plan.
message-hotline-repaired-title = The hotline is as it should be
message-hotline-repaired-body = What was wrong since { $since } has been put right.
message-hotline-repaired-push = The hotline is as it should be again.
message-hotline-missed-call-title = Missed call on the hotline
message-hotline-missed-call-body = { $caller } called at { $called } and reached nobody. Please call back.
message-hotline-missed-call-push = A call was missed. Please call back.
message-hotline-callback-overdue-title = A call-back is overdue
message-hotline-callback-overdue-body = { $caller } called at { $called }, and nobody has called back.
message-hotline-callback-overdue-push = Nobody has answered a missed call yet.
message-order-warning-title = An order is running out of time
message-order-warning-body = The customer of order …{ $number } is not reached yet. Latest at { $due }.
message-order-warning-push = One of your orders is running out of time. Please call the customer.
message-order-missed-title = A customer was not reached in time
message-order-missed-body = By { $due } nobody had reached the customer of order …{ $number } ({ $name }).
message-order-missed-push = A customer was not reached in time.
message-order-call-due-title = Time for the call you agreed on
message-order-call-due-body = Order …{ $number }: the customer asked to be called at { $due }.
message-order-call-due-push = It is time for a call that was agreed on.
message-order-handed-title = An order for you
message-order-handed-body = Order …{ $number }: please reach the customer by { $due }.
message-order-handed-push = You were given an order. Please call the customer.
message-order-problem-title = A problem with an order
message-order-problem-body = Order …{ $number }, { $point ->
     [address] the address
     [phone] the phone number
     [goods] goods or quantities
     [payment] the payment
     [stock] goods that are out of stock
    *[note] the buyer’s note
 }: please solve it by { $due }.
message-order-problem-push = An order has a problem that is yours to solve.
message-order-problem-overdue-title = A problem with an order is not solved
message-order-problem-overdue-body = Order …{ $number }, { $point ->
     [address] the address
     [phone] the phone number
     [goods] goods or quantities
     [payment] the payment
     [stock] goods that are out of stock
    *[note] the buyer’s note
 }: it was to be solved by { $due }.
message-order-problem-overdue-push = A problem with an order was not solved in time.
message-order-case-due-title = An after-sales case is overdue
message-order-case-due-body = A { $case ->
     [exchange] exchange
     [refund] refund
     [complaint] complaint
     [review] bad review
     [follow-up] follow-up call
    *[return] return
 } ({ $number ->
     [none] without an order
    *[other] order …{ $number }
 }) was due at { $due }.
message-order-case-due-push = One of your after-sales cases is overdue.
message-order-case-handed-title = An after-sales case for you
message-order-case-handed-body = { $name } gave you a { $case ->
     [exchange] exchange
     [refund] refund
     [complaint] complaint
     [review] bad review
     [follow-up] follow-up call
    *[return] return
 } ({ $number ->
     [none] without an order
    *[other] order …{ $number }
 }), due at { $due }.
message-order-case-handed-push = You were given an after-sales case.
message-order-calls-planned-title = Follow-up calls for you
message-order-calls-planned-body = { $name } planned { $count ->
     [one] one follow-up call
    *[other] { $count } follow-up calls
 } for you, due at { $due }.
message-order-calls-planned-push = Follow-up calls were planned for you.
message-phone-unreachable-title = A colleague’s phone hears nothing
message-phone-unreachable-body = Pushes do not reach { $name }’s phone. Call if it is urgent.
message-phone-unreachable-push = Pushes do not reach a colleague’s phone.
message-handover-due-title = Time to hand over
message-handover-due-body = Your shift ends at { $end }. The handover is listed; please look through it and confirm.
message-handover-due-push = Your shift ends soon. Please confirm the handover.
message-handover-waiting-title = A shift to take over
message-handover-waiting-body = The shift that ended at { $end } is listed for you; please read it and confirm.
message-handover-waiting-push = A handover waits for you. Please read it and confirm.
message-handover-unconfirmed-title = A handover nobody confirmed
message-handover-unconfirmed-body = The shift that ended at { $end } was not handed over by both sides.
message-handover-unconfirmed-push = A handover was not confirmed.
message-attendance-waiting-title = A punch waits for you
message-attendance-waiting-body = A punch of { $name } needs your decision.
message-attendance-waiting-push = A punch needs your decision.
message-rota-published-title = Your rota has changed
message-rota-published-body = The rota of { $month } is out: { $days ->
    [one] one of your days has
   *[other] { $days } of your days have
} changed.
message-rota-published-push = The rota is out and your days have changed.
message-audit-head-title = Audit trail sealed
message-audit-head-body = { $day }: sealed up to batch { $seals }, checksum { $head }; orders { $orders }, last day’s file { $saved }. Keep this message.
message-audit-head-push = The audit trail was sealed.
message-order-day-not-saved-title = Day’s orders not saved
message-order-day-not-saved-body = { $why ->
    [full] The orders of { $day } are not saved yet: the server’s disk is full. Make room, and they are saved by themselves.
    [failed] The orders of { $day } are not saved yet: the program failed at it. Tell the data administrator; the worker’s log says why. It is tried again every minute.
   *[other] The orders of { $day } are not saved yet: their folder cannot be written to. Tell the data administrator; they are saved by themselves afterwards.
}
message-order-day-not-saved-push = The day’s orders are not saved. See to it soon.
message-test-title = A test
message-test-body = This phone can be reached.
message-test-push = This phone can be reached.

messages-over = This is over; nothing has to be confirmed any more.
messages-fault-channel = There is no channel “{ $given }”. Choose one from the list.
messages-fault-who = “{ $given }” is nobody we know. Choose from the list.
messages-fault-twice = Each entry may come once. Remove the second one.
messages-fault-no-step = At least one step must reach people who have no page open.
messages-fault-too-soon = Wait at least one minute before somebody else is told.
messages-fault-many = At most { $most } steps. Remove some.
messages-fault-time = Times lie between 0 and { $most } hours. Change this one.

messages-understood = Understood
messages-bundle = { $count } new messages
messages-for = { $names }:{" "}
messages-robot-test = [Test] Dangban can speak in this group.

messages-name-needed = Give it a name that everybody knows it by.
messages-robot-vendor = Choose WeCom, DingTalk or Feishu.
messages-robot-group = Choose who is in that group.
messages-robot-address = That address will not do. Copy the whole webhook address from the robot’s settings.
messages-provider-channel = Choose texts or calls.
messages-provider-wrong = It cannot be sent like this: { $why }. Compare it with the vendor’s documentation.
messages-provider-no-number = The test goes to your own mobile. Verify your number first.

# My messages
messages-title = Messages
messages-look = Look
messages-comma = {", "}
messages-also = { $names } also told
messages-wait-title = Waiting for you
messages-more-wait = { $count } more waiting for you
messages-others = Other messages
messages-unread = unread
messages-you-understood = You confirmed at { $at }
messages-answered-by = { $name } has taken care of it
messages-is-over = Over
messages-earlier = Earlier
messages-empty = No messages yet
messages-empty-why = Whatever you have to know appears here, and on your phone.
messages-choices = Message settings
messages-choices-why = What may disturb you, and when it is quiet
messages-quiet = { $from } to { $until } are quiet hours: while you are off shift, ordinary messages wait until they are over. Emergencies still reach you.
messages-no-quiet = The department has no quiet hours.
messages-quiet-edit = Change quiet hours
messages-mute = Some peace
messages-mute-why = Messages still come into the list; the phone stays silent. Emergencies and your own duty are not affected.
messages-mute-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
messages-muted-until = Your phone is silent until { $at }; then you are told everything at once.
messages-unmute = Hear again now
messages-kinds = What you can switch off
messages-must = What you must confirm, and emergencies, always reach you.
messages-save = Save
messages-done-kept = Saved.
messages-done-muted = All right, some peace.
messages-done-unmuted = You hear everything again.
messages-done-reset = As it was in the beginning.
messages-choice-must = You have to be told of these; they cannot be switched off.
messages-mute-end = Choose when it ends, at most 7 days from now.

messages-kind-hotline-duty = Hotline duty
messages-kind-hotline-hole = Nobody on hotline duty
messages-kind-hotline-drift = Hotline points elsewhere
messages-kind-hotline-taken = Hotline taken over
messages-kind-hotline-missed-call = Missed call
messages-kind-hotline-callback-overdue = Call-back overdue
messages-kind-order-warning = Order running out of time
messages-kind-order-missed = Order missed
messages-kind-order-call-due = Agreed call
messages-kind-order-handed = Order given to you
messages-kind-order-problem = Problem with an order
messages-kind-order-problem-overdue = Problem not solved in time
messages-kind-order-case-due = After-sales overdue
messages-kind-order-case-handed = After-sales case given to you
messages-kind-order-calls-planned = Follow-up calls planned
messages-kind-order-day-not-saved = Day’s orders not saved
messages-kind-phone-unreachable = Phone out of reach
messages-kind-handover-due = Handover due
messages-kind-handover-unconfirmed = Handover unconfirmed
messages-kind-attendance-waiting = Punch to decide
messages-kind-rota-published = Rota changed
messages-kind-audit-head = Audit trail sealed
messages-kind-hotline-assigned = Hotline duty assigned
messages-kind-hotline-unconfirmed = Duty unconfirmed
messages-kind-hotline-away = Telephone system away
messages-kind-hotline-repaired = Telephone system back
messages-kind-handover-waiting = A shift to take over
messages-kind-test = Test

messages-channel-live = Open page
messages-channel-push = Phone notification
messages-channel-robot = Group robot
messages-channel-sms = Text message
messages-channel-call = Phone call
messages-channel-live-short = Page
messages-channel-push-short = Phone
messages-channel-robot-short = Group
messages-channel-sms-short = Text
messages-channel-call-short = Call

# The desk
messages-desk = Messages
messages-desk-why = Who was told, and how far it got
messages-tab-sent = Sent
messages-tab-rules = How to tell
messages-tab-channels = Robots and texts
messages-count-all = Last 24 hours
messages-count-day = messages
messages-count-open = Under way
messages-count-answered = Known
messages-count-lost = Nobody reached
messages-count-lost-why = Are notifications on?
messages-every-kind = Every kind
messages-every-state = Every state
messages-kind = Kind
messages-state = State
messages-show = Show
messages-none-sent = No such message
messages-none-sent-why = Once something is sent, each of its steps shows here.
messages-the-group = The group
messages-state-open = Under way
messages-state-acknowledged = Acknowledged
messages-state-settled = Somebody else did
messages-state-told = Told
messages-state-exhausted = Nobody reached
messages-state-expired = Expired
messages-state-withdrawn = Withdrawn
messages-step-planned = tried again later
messages-step-sending = on its way
messages-step-sent = sent
messages-step-delivered = delivered
messages-step-seen = seen
messages-step-refused = refused
messages-step-gone = address is dead
messages-step-unknown = nobody knows
messages-step-dropped = not needed
messages-told-at = Began
messages-until = Valid until
messages-seen-at = Seen
messages-acknowledged-at = Acknowledged
messages-next-at = Next step
messages-steps = Each step
messages-channel = Channel
messages-tries = try { $count }
messages-bundled = together with others
messages-history = What happened
messages-fact-told = Began
messages-fact-sent = Sent
messages-fact-later = Not now, again later
messages-fact-gone = Address is dead
messages-fact-refused = Refused
messages-fact-unknown = Nobody knows; not sent again
messages-fact-dropped = Not needed any more
messages-fact-skipped = Skipped
messages-fact-delivered = Shown on the phone
messages-fact-seen = Seen
messages-fact-reached = Told
messages-fact-acknowledged = Acknowledged
messages-fact-settled = Somebody else acknowledged
messages-fact-climbed = No answer; told as well
messages-fact-exhausted = Nobody answered to the end
messages-fact-expired = Expired
messages-fact-withdrawn = Withdrawn
messages-why-off = switched off by its owner
messages-why-no-phone = no phone with notifications on
messages-why-no-robot = no group robot set up
messages-why-no-provider = no provider set up
messages-why-no-number = no verified number

messages-rules-why = Which channel first, and when the next
messages-urgency-urgent = urgent
messages-urgency-emergency = emergency
messages-own = changed here
messages-to-persons = To whom it concerns
messages-to-on-shift = To whoever is on shift
messages-to-leads = To leads on shift
messages-to-managers = To managers
messages-to-robot = To the managers’ group
messages-one-is-enough = one answer is enough
messages-must-answer = must be confirmed
messages-at-once = at once
messages-after = after { $minutes } min
messages-after-seconds = after { $count } s
messages-then-tell = Without an answer also { $who }
messages-who-on-shift = whoever is on shift
messages-who-leads = the leads
messages-who-managers = the managers
messages-who-person = one person
messages-who-gone = somebody who has left
messages-change = Change
messages-change-kind = Change “{ $kind }”
messages-ladder = Channels
messages-ladder-why = Those that are on are used in the order of their times, until somebody confirms.
messages-minutes = min later
messages-minutes-for = { $channel }, after how many minutes
messages-chain = When nobody answers
messages-chain-why = Whoever stands here is told as well when nobody has confirmed by then.
messages-who-number = Whom to tell, number { $number }
messages-minutes-number = Number { $number }, after how many minutes
messages-nobody = Nobody else
messages-reset = As it was in the beginning
messages-fault-minutes = Give minutes, for instance 3 or 0.5.
messages-fault-group-only = This only goes to a group. Use the group robot alone.

messages-channels-why = Where a phone cannot be reached: group, text or call
messages-robots = Group robots
messages-robot-add = Add a robot
messages-robot-name = Name
messages-robot-name-hint = For instance: service group
messages-robot-where = Where
messages-vendor-wecom = WeCom
messages-vendor-dingtalk = DingTalk
messages-vendor-feishu = Feishu
messages-robot-url = Webhook address
messages-robot-url-hint = Add a custom robot in the group’s settings and copy its address. It is not shown again.
messages-robot-secret = Signing secret
messages-robot-secret-hint = Only where DingTalk or Feishu signing is on.
messages-robot-group-title = Who is in this group
messages-group-floor = Everybody
messages-group-floor-why = Duty, calls and the like
messages-group-managers = Leads and managers
messages-group-managers-why = Holes, overdue matters, sealed audit trail
messages-group-both = Both
messages-group-both-why = All group messages
messages-optional = optional
messages-never-tried = not used yet
messages-worked = worked { $at }
messages-failed = failed { $at }
messages-test = Send a test
messages-test-of = Send a test by “{ $name }”
messages-test-sent = The test is out. Did it arrive?
messages-test-failed = It did not go out: { $why }. Check the settings and try again.
messages-end = End
messages-end-of = End “{ $name }”
messages-robot-end-ask = End “{ $name }”? Nothing is sent by it any more.
messages-no-robots = No group robot yet
messages-no-robots-why = Chrome in mainland China cannot be pushed to; a robot stands in.
messages-providers = Texts and calls
messages-provider-set = Set up a provider
messages-no-providers = No provider yet
messages-no-providers-why = Any vendor with an HTTP interface will do; fill in what its documentation says.
messages-provider-why = Fill in what the vendor’s documentation says. {"{{"} mobile {"}}"} is the number, {"{{"} text {"}}"} the words; timestamp, nonce and signature exist as well. It is not shown again.
messages-provider-for = For
messages-provider-name = Vendor
messages-provider-method = Method
messages-provider-url = Address
messages-provider-hosts = Allowed hosts
messages-provider-hosts-hint = It goes nowhere else. Empty: the host of the address.
messages-provider-media = Format
messages-provider-form = form
messages-provider-plain = plain text
messages-provider-body = Body template
messages-provider-body-hint = Empty: {"{"}"mobile": …, "text": …{"}"}
messages-provider-headers = Headers
messages-provider-headers-hint = One a line, for instance X-App-Id: 123
messages-provider-auth = Authentication
messages-auth-none = none
messages-auth-bearer = bearer token
messages-auth-basic = user and password
messages-auth-hmac = HMAC signature
messages-provider-user = User
messages-provider-secret = Token, password or key
messages-provider-path = Success stands in
messages-provider-path-hint = A field of the answered JSON, for instance code or data.0.status. Empty: the status alone.
messages-provider-values = Values of success
