# One order: its check, amendments, problems and history.
order-point-unknown = This is not a point of the check list. Please load the page again.
order-solve-first = This point has an open problem. Solve it first, or take it back.
order-problem-what = Please say what is wrong.
order-problem-open-already = This point has an open problem already.
order-problem-outcome = Please say how it was solved.
order-problem-solved-already = This problem is solved already.
order-tell-customer-first = Tell the customer first that something is missing, and record it. Then it can be solved.
order-finance-only = Only finance can solve a problem with a payment. They have been told.
order-owner-cannot = { $name } cannot solve this one: they may not see orders, or not check payments. Choose somebody else.
order-problem-not-yours = This problem is somebody else’s. Its owner or a lead can change it.
order-problem-due-when = Choose a time within the next 92 days.
order-problem-why = Please write why.
order-missing-none = Tick what is out of stock.
order-missing-unknown = The goods of this order have just been amended. Reload the page and tick again.
order-not-your-problem = This problem is somebody else’s. Its owner, the order’s holder or a lead can do this.
order-note-empty = Please write a word.
order-amend-field = This cannot be amended. Please load the page again.
order-amend-empty = Please enter what it is to be.
order-amend-phone = Please enter a whole phone number.
order-amend-same = It says exactly this already; nothing was changed.
order-amend-why = Please say where the customer said so.
order-amend-evidence = Please add what shows it: the customer’s words, when they called, or a screenshot.
order-not-worked = This order is not being worked on: it was stopped, or it is not paid.
order-confirm-problem = A problem is still open. Solve it first.
order-confirm-mark = The buyer’s note asks for something. Look at it first.
order-confirm-point = Not everything is checked yet. Tick every point first.
order-confirm-unreached = The customer has not been reached yet. Call first; a lead can confirm with a reason.
order-stop-reason = Please say why the order is stopped.
order-not-stopped = This order is not stopped; nothing was changed.
order-title = Order …{ $tail }
order-check = Check
order-check-count = { $done } of { $all }
order-point-note = Buyer’s note
order-point-address = Receiver and address
order-point-phone = Phone
order-point-goods = Goods and quantities
order-point-payment = Payment
order-point-stock = Stock
order-point-sheet = Something is wrong: { $point }
order-tick = { $point }: all right
order-untick = { $point }: take the tick back
order-not-right = { $point }: something is wrong
order-state-passed = Checked
order-state-problem = Problem open
order-stock-look = Looked on the shelf or in the system: it is there
order-goods-sum = { $lines } kinds, { $pieces } pieces
order-paid-differs = Not what the order comes to: { $total }
order-postage = Postage { $postage } included
order-no-note = No note
order-empty = Not given
order-seller-note = Seller’s note:
order-amended = Amended
order-was = Was
order-now = Now
order-amendments = Amendments
order-by-platform = From the platform
order-by-program = Dangban
order-look = Show
order-look-title = The customer
order-look-recorded = This look was recorded, with your name and the time.
order-only-holder = Only the order’s holder and leads can check, amend and confirm it.
order-take-to-check = Take the order to check it.
order-mark-address = The note looks like another address
order-mark-phone = The note is about the phone number
order-mark-goods = The note looks like other goods
order-mark-time = The note asks for a time
order-mark-invoice = The note asks for an invoice
order-mark-cancel = The note looks like a cancellation
order-mark-seen = Seen, no change
order-problem-what-label = What is wrong?
order-problem-goes-holder = The order’s holder solves it and is reminded in time.
order-problem-goes-finance = Finance is told at once.
order-problem-goes-stock = Leads are told; the order’s holder tells the customer.
order-problem-who = Who solves it
order-problem-usual-holder = Whoever holds the order
order-problem-usual-finance = Finance
order-problem-usual-stock = The order’s holder, with leads told
order-problem-open = Open a problem
order-problem-owner = for { $name }
order-problem-due = To be solved by { $time }
order-problem-late = Late: was to be solved by { $time }
order-problem-hand = Hand on
order-problem-hand-title = Who solves this problem?
order-problem-take-over = I take care of it
order-problem-said = Note
order-problem-put-off = Put off
order-problem-put-off-title = Put off until when?
order-problem-new-due = New deadline
order-problem-why-label = Reason
order-optional = optional
order-missing-which = What is out of stock?
order-missing-goods = Out of stock: { $goods }
order-problem-take-back = Take this problem back
order-post-finance = finance
order-post-holder = whoever holds the order
order-post-leads = the leads
order-finance-looks = Finance looks at this payment; check it again afterwards.
order-stock-text-label = Text for the customer
order-stock-text = Hello, we are sorry: { $goods } of your order (…{ $tail }) is out of stock at the moment. Would you like to wait, choose something else, or have your money back?
order-copy = Copy
order-tell-customer = Record: customer told
order-told = { $name } told the customer at { $time }
order-solve = Solved
order-solve-how = How was it solved?
order-amend = Amend
order-amend-address = Amend the address
order-amend-receiver = Amend the receiver
order-amend-phone-do = Amend the phone
order-amend-item = Amend the goods
order-amend-note = Amend the note
order-amend-after = Change to
order-amend-why-label = How the customer said so
order-amend-evidence-label = Evidence
order-amend-evidence-hint = The customer’s words, the time of the call or a link to the chat; a screenshot alone will do, too
order-picture-many = { $most } pictures at most: please take some away.
order-picture-large = Picture { $place } is larger than { $megabytes } MB. Please choose a smaller one, or take a screenshot of it.
order-picture-kind = Picture { $place } cannot be used. Please add a JPG, PNG or WebP, or take a screenshot of it.
order-picture-look = Tap “Show” first, which is recorded; then the pictures can be seen.
order-pictures-label = Screenshots or photos
order-pictures-choose = Take or choose pictures
order-pictures-hint = 3 at most; where a photo was taken is not kept
order-pictures-remove = Remove picture { $number }
order-pictures = { $count ->
    [one] 1 picture
   *[other] { $count } pictures
}
order-picture = Picture { $number }
order-picture-title = Picture
order-amend-save = Save the amendment
order-why-chat = In the chat
order-why-call = On the phone
order-why-note = In the note
order-why-other = Otherwise
order-field-address = Address
order-field-receiver = Receiver
order-field-phone = Phone
order-field-item = Goods
order-field-note = Buyer’s note
order-field-other = { $field ->
    [standing] Standing
    [status] Platform’s status
    [seller-note] Seller’s note
    [goods-total] Goods total
    [postage] Postage
    [total] Total
    [paid] Paid
   *[other] { $field }
}
order-facts = The order
order-number = Number
order-platform = Platform
order-platform-taobao = Taobao / Tmall
order-platform-jd = JD
order-platform-douyin = Douyin
order-buyer = Buyer
order-ordered-at = Ordered
order-paid-at = Paid
order-accepted-at = Came in
order-total = Total
order-source-file = by file
order-source-webhook = from the shop system
order-source-api = by API
order-source-hand = by hand
order-source-demo = sample
order-source-replay = replay
order-standing-unpaid = Not paid
order-standing-unpaid-why = It joins the queue by itself once it is paid.
order-standing-shipped = Shipped already
order-standing-shipped-why = It had left before it came in: nobody needs to call. After-sales as usual.
order-standing-closed = Closed by the platform
order-standing-closed-why = Nothing is to be done about it.
order-standing-paid = Not in work
order-standing-paid-why = The platform changed it later; see the amendments.
order-confirm = Confirm the order
order-confirmed = Confirmed, ready to pack
order-confirmed-unreached-note = The customer was not reached: { $why }
order-confirm-offline = No network: the order was not confirmed. Tap again when you are back online.
order-missing-problem = A problem is still open
order-missing-mark = Look at what the buyer’s note asks for
order-missing-point = { $count ->
    [one] One point is not checked yet
   *[other] { $count } points are not checked yet
}
order-missing-unreached = The customer was not reached yet
order-unreached-title = Confirm without having reached the customer?
order-unreached-why = Why not wait for the customer?
order-stop = Cancel the order
order-stop-about = The customer does not want it, or it cannot be done. Nobody works on it or packs it any more.
order-stop-why = Why is it cancelled?
order-stopped = Cancelled
order-resume = Take up again
order-resume-about = The customer is called and everything is checked from the beginning.
order-resume-why = Why is it taken up again? (optional)
order-history = History
order-note-write = Write a note
order-note-hint = For the next colleague
order-note-save = Save the note
order-made-at = tapped offline at { $time }
order-event-other = Something was recorded
order-event-accepted-file = Came in by file
order-event-accepted-webhook = Came in from the shop system
order-event-accepted-api = Came in by API
order-event-accepted-hand = Entered by hand
order-event-accepted-demo = Came in as a sample
order-event-accepted-replay = Came in as a replay
order-event-claimed = Took the order
order-event-handed = Handed to { $name }
order-event-returned-given-back = Given back, from { $name }
order-event-returned-clocked-out = Back in the queue: { $name } clocked out
order-event-returned-break = Back in the queue: { $name } is on a break
order-event-returned-no-right = Back in the queue: { $name } works on orders no more
order-event-returned-signed-out = Back in the queue: { $name } signed out
order-event-returned-silent = Back in the queue: { $name } went silent
order-event-warned = Warned { $name }: to be reached by
order-event-missed = Missed, leads were told; was to be reached by
order-event-called-reached = Call: reached
order-event-called-no-answer = Call: no answer
order-event-called-wrong-number = Call: wrong number
order-event-called-later = Call: asked to be called again
order-event-reached = Reached the customer after { $minutes } min { $seconds } s
order-event-call-due = Time for the agreed call
order-event-clock-stopped = Outside service hours: clock paused
order-event-clock-resumed = Service hours: clock goes on
order-event-checked = Checked: { $point ->
    [address] address
    [phone] phone
    [goods] goods
    [payment] payment
    [stock] stock
   *[note] note
}
order-event-unchecked = Tick taken back: { $point ->
    [address] address
    [phone] phone
    [goods] goods
    [payment] payment
    [stock] stock
   *[note] note
}
order-event-attended = Note looked at, no change
order-event-attended-amended = What the note asks for was amended
order-event-noted = Note
order-event-problem = Problem opened ({ $point ->
    [address] address
    [phone] phone
    [goods] goods
    [payment] payment
    [stock] stock
   *[note] note
}), to be solved by
order-event-problem-finance = Payment problem given to finance, to be solved by
order-event-problem-handed = Problem ({ $point ->
    [address] address
    [phone] phone
    [goods] goods
    [payment] payment
    [stock] stock
   *[note] note
}) is now for { $name }, to be solved by
order-event-problem-handed-holder = Problem ({ $point ->
    [address] address
    [phone] phone
    [goods] goods
    [payment] payment
    [stock] stock
   *[note] note
}) is now for the order’s holder, to be solved by
order-event-problem-handed-finance = Payment problem given to finance, to be solved by
order-event-problem-put-off = Problem ({ $point ->
    [address] address
    [phone] phone
    [goods] goods
    [payment] payment
    [stock] stock
   *[note] note
}) put off until
order-event-told = Customer told that it is out of stock
order-event-overdue = Problem not solved in time: { $point ->
    [address] address
    [phone] phone
    [goods] goods
    [payment] payment
    [stock] stock
   *[note] note
}
order-event-solved = Problem solved: { $point ->
    [address] address
    [phone] phone
    [goods] goods
    [payment] payment
    [stock] stock
   *[note] note
}
order-event-solved-taken-back = Problem taken back: { $point ->
    [address] address
    [phone] phone
    [goods] goods
    [payment] payment
    [stock] stock
   *[note] note
}
order-event-solved-amended = Problem solved by an amendment: { $point ->
    [address] address
    [phone] phone
    [goods] goods
    [payment] payment
    [stock] stock
   *[note] note
}
order-event-solved-stopped = Order cancelled, problem closed: { $point ->
    [address] address
    [phone] phone
    [goods] goods
    [payment] payment
    [stock] stock
   *[note] note
}
order-event-amended = Amended: { $field ->
    [address] address
    [receiver] receiver
    [phone] phone
    [item] goods
   *[note] buyer’s note
}
order-event-platform = Changed at the platform
order-event-confirmed = Confirmed the order
order-event-confirmed-unreached = Confirmed by a lead without the customer having been reached
order-event-looked = Looked at the customer’s data
order-event-stopped = Cancelled the order
order-event-resumed = Taken up again
order-event-case = { $of ->
    [exchange] Exchange
    [refund] Refund
    [complaint] Complaint
    [review] Bad review
    [follow-up] Follow-up call
   *[return] Return
}: { $step ->
    [send] sent back
    [arrive] goods taken in
    [check] checked, all right
    [object] objected to
    [refund] paid back
    [settle] settled
    [withdraw] withdrawn
    [handed] handed to { $name }
    [postponed] deadline changed
    [noted] remark
    [overdue] overdue
   *[registered] registered
}
order-paid-none = No payment is recorded: look into it
order-goods-total = Goods
order-postage-alone = Postage
