# After-sales: returns, exchanges, refunds, complaints, bad reviews and follow-up calls.

## The list
cases-title = After-sales
cases-to-orders = Orders
cases-register = Register a case
cases-mine = Mine
cases-for-me = For you to check or pay back
cases-others = With colleagues
cases-none = Nothing is open
cases-none-why = Returns, exchanges, refunds, complaints and bad reviews are registered here.
cases-show-all = All
cases-show-mine = Mine
cases-show-late = Overdue
cases-none-here = Nothing here
cases-none-here-why = Choose “All” for the others.
cases-go-check = Go and check
cases-go-refund = Go and pay back
cases-still-open = { $count } open
cases-late-count = { $count } overdue
cases-due-by = Due { $time }
cases-was-due = Overdue: was due { $time }
cases-order-tail = order …{ $tail }
cases-second-person-waits = A colleague has to check it
cases-second-person-why = Whoever registered it or took the goods in does not check it. Ask a colleague to open this page.

## Kinds and states
cases-kind = Kind
cases-kind-return = Return
cases-kind-exchange = Exchange
cases-kind-refund = Refund only
cases-kind-complaint = Complaint
cases-kind-review = Bad review
cases-kind-follow-up = Follow-up call
cases-kind-about-return = Goods come back, the money goes back
cases-kind-about-exchange = Goods come back, others are sent
cases-kind-about-refund = Nothing comes back; all or part of the money does
cases-kind-about-complaint = Somebody is unhappy and wants an answer
cases-kind-about-review = A bad or middling review at the platform
cases-kind-about-follow-up = A call to ask how it is
cases-state-registered = Registered
cases-state-talking = In work
cases-state-on-the-way = On its way
cases-state-arrived = To be checked
cases-state-checked = Checked
cases-state-objected = Objected to
cases-state-settled = Settled
cases-state-refunded = Paid back
cases-state-withdrawn = Withdrawn
cases-outcome = Outcome
cases-outcome-done = Done
cases-outcome-declined = Declined
cases-outcome-agreed-otherwise = Agreed otherwise
cases-outcome-solved = Solved
cases-outcome-compensated = Compensated
cases-outcome-not-justified = Not justified
cases-outcome-unreachable = Could not be reached
cases-outcome-customer-changed-it = The customer changed it
cases-outcome-answered = Answered
cases-outcome-satisfied = Satisfied
cases-outcome-wish = Has a wish
cases-outcome-unsatisfied = Not satisfied

## One case
cases-about = What it is about
cases-goods = Goods
cases-amount = To pay back
cases-of-paid = of { $paid } paid
cases-waybill = Waybill
cases-sent-waybill = Waybill sent
cases-waybill-no = Waybill { $number }
cases-order = Order
cases-order-no = Order { $number }
cases-owner = Owner
cases-registered = Registered
cases-received = Taken in
cases-checked = Checked
cases-closed = Ended
cases-customer = Customer
cases-show-customer = Show the number
cases-hand = Hand over
cases-hand-title = Who takes it?
cases-new-owner = New owner
cases-take-over = I take it over
cases-put-off = New deadline
cases-put-off-title = Until when?
cases-new-due = New deadline
cases-why = Why
cases-said = Remark
cases-optional = optional
cases-history = What happened
cases-word = What was done, what the customer said
cases-word-add = Add
cases-program = the program
cases-step-send = It was sent back
cases-step-arrive = The goods are here
cases-step-check = Checked, all right
cases-step-object = Object
cases-step-refund = Paid back
cases-step-settle = Settle
cases-step-withdraw = Withdraw
cases-about-send = Enter the waybill once the customer has sent the goods.
cases-about-arrive = Record that the goods are here; then a colleague checks them.
cases-about-check = Compared with the order: the goods, how many, their condition and the amount are right.
cases-about-object = Write what is wrong. A lead decides, or somebody checks again.
cases-about-refund = Pay it back at the platform first, then record it here. Due: { $amount }.
cases-about-settle = Choose the outcome; that ends the case.
cases-about-withdraw = Registered by mistake, or the customer changed their mind. What was recorded stays.
cases-amount-less = Less needs a reason; more is not possible.
cases-did-registered = Registered
cases-did-send = Sent back by the customer
cases-did-arrive = Goods taken in
cases-did-check = Checked, all right
cases-did-object = Objected to
cases-did-refund = Paid back
cases-did-settle = Settled
cases-did-withdraw = Withdrawn
cases-did-handed = Handed over
cases-did-postponed = Deadline changed
cases-did-noted = Remark
cases-did-looked = Looked at the customer’s number
cases-did-overdue = Overdue, owner reminded

## Registering
cases-which = What is it?
cases-new-return = Register a return
cases-new-exchange = Register an exchange
cases-new-refund = Register a refund
cases-new-complaint = Register a complaint
cases-new-review = Register a bad review
cases-new-follow-up = Register a follow-up call
cases-order-number = Order number
cases-order-number-hint = The whole number. From an order’s page there is no need for it.
cases-find-order = Find the order
cases-paid = { $paid } paid
cases-from-call = Call from { $caller }
cases-to-calls = Calls
cases-call = Called
cases-call-no-orders = no order under this number
cases-call-which = orders under this number: which one?
cases-call-withheld = Call, number withheld
cases-call-registered = Registered from this call: { $kind }
cases-not-this-order = Not this one
cases-contact-name = Their name
cases-which-goods = Which goods, and how many?
cases-line-ordered = { $count } ordered
cases-line-taken = { $count } registered already
cases-how-many = { $title }: how many
cases-what-return = Why do they return it?
cases-what-exchange = Why, and what for?
cases-what-refund = Why is money paid back?
cases-what-complaint = What is the complaint?
cases-what-review = What does the review say?
cases-what-follow-up = What is to be asked?
cases-amount-ask = To pay back (CNY)
cases-amount-most = { $left } at most
cases-waybill-hint = If it has been sent already.
cases-contact = The customer’s name and phone
cases-contact-optional = not needed with an order number
cases-owner-me = Me
cases-due = Due
cases-register-it = Register

## On the order’s page
cases-of-order-none = No after-sales.

## Day by day
cases-day-short = By day
cases-day-today = After-sales today
cases-day = After-sales of { $day }
cases-days = Another day
cases-print = Print
cases-day-none = Nothing on this day
cases-day-none-why = What is registered, arrives, is checked and paid back stands here and in the daily report.
cases-day-counts = How many of each kind
cases-day-registered = New
cases-day-arrived = In
cases-day-checked = Checked
cases-day-objected = Objected
cases-day-over = Ended
cases-day-goods = Returns, exchanges, refunds
cases-day-talks = Complaints, reviews, follow-up calls
cases-refunded-total = Paid back that day
cases-refunds = { $count ->
    [one] 1 refund
   *[other] { $count } refunds
}
cases-open-then = Still open
cases-by-two = { $first } took it in, { $second } checked
cases-by-two-refund = { $first } registered it, { $second } checked
cases-by-one = by { $name }

## The desk
cases-log = After-sales
cases-log-about = Returns, refunds, complaints, reviews and follow-up calls
cases-log-none = No case of that kind
cases-log-none-why = Try other days or another filter.
cases-list = Cases
cases-from = From
cases-until = To
cases-all = All
cases-everybody = All
cases-standing = Standing
cases-standing-open = Open
cases-standing-late = Overdue
cases-standing-to-check = To be checked
cases-standing-to-refund = To be paid back
cases-standing-over = Ended
cases-number = Order or waybill
cases-show = Show
cases-more = Earlier ones
cases-in-time = { $done } of { $all } in time
cases-took = usually { $time }
cases-took-none = none settled yet
cases-took-minutes = { $minutes } min
cases-took-hours = { $hours } h
cases-took-days = { $days } days
cases-column-id = No.
cases-column-kind = Kind
cases-column-state = State
cases-column-number = Order
cases-column-customer = Customer
cases-column-what = What
cases-column-goods = Goods
cases-column-amount = To pay back
cases-column-waybill = Waybill back
cases-column-sent = Waybill sent
cases-column-registered = Registered
cases-column-registrar = Registered by
cases-column-owner = Owner
cases-column-due = Due
cases-column-received = Taken in
cases-column-receiver = Taken in by
cases-column-checked = Checked
cases-column-checker = Checked by
cases-column-over = Ended
cases-column-closer = Ended by
cases-column-outcome = Outcome

## Planning follow-up calls
cases-plan = Plan follow-up calls
cases-plan-day = Orders confirmed on which day?
cases-plan-waiting = { $count ->
    [one] 1 order confirmed on { $day } has no follow-up call yet
   *[other] { $count } orders confirmed on { $day } have no follow-up call yet
}
cases-plan-who = Who calls?
cases-plan-what = What is to be asked?
cases-plan-what-usual = Has it arrived? How is it? Any wishes?
cases-plan-most = How many this time
cases-plan-do = Plan them
cases-planned = { $count ->
    [0] There was nothing to plan
    [one] 1 follow-up call was planned
   *[other] { $count } follow-up calls were planned
}

## Refusals
cases-kind-unknown = There is no such kind of case. Reload the page and choose again.
cases-what-none = Please write something.
cases-order-needed = A return, an exchange or a refund needs an order. Enter its number.
cases-order-unknown = No order has this number. Please check it.
cases-order-unpaid = This order was not paid, so there is nothing to give back. A complaint or a follow-up call can be registered.
cases-contact-needed = Enter an order number, or the customer’s name and phone.
cases-due-when = Choose a time within the next 92 days.
cases-items-unknown = These goods are not in the order. Reload the page and enter them again.
cases-items-none = Enter which goods come back, and how many.
cases-items-too-many = That is more than the order has left to return. Enter fewer.
cases-amount-none = Enter how much is to be paid back.
cases-amount-not-here = Only returns and refunds have an amount.
cases-amount-wrong = Enter an amount above 0 with two decimals at most.
cases-amount-too-much = That is more than was paid; ¥{ $left } is left to pay back.
cases-follow-up-already = This order has an open follow-up call already.
cases-not-their-work = { $name } does not work on after-sales. Choose somebody else.
cases-not-now = This step is not possible now; a colleague may have been faster. Look at how it stands.
cases-second-person = Whoever registered it or took the goods in does not check it. Ask a colleague.
cases-not-your-step = This step is not yours. Ask a lead or finance.
cases-not-yours = It belongs to somebody else. Its owner or a lead can change it.
cases-why-needed = Please write why.
cases-waybill-needed = Enter the waybill number.
cases-outcome-needed = Choose an outcome.
cases-refund-at-most = ¥{ $amount } at most.
cases-why-less = Write why it is less.
cases-over-already = This case has ended; it stays as it is.
cases-owners-none = Choose somebody.
cases-most-wrong = Enter a number from 1 to { $most }.
cases-number-wrong = Enter a number.
cases-day-wrong = Choose a day.
cases-export-unknown = Exports are CSV or XLSX only.
