days-title = Saved days of orders
days-eyebrow = Sealed by themselves at { $at } every day, also on days without orders
days-next = Next file
days-next-at = { $day }, saved at { $at }
days-overdue = The orders of { $day } are not saved yet
days-overdue-why = It is tried again every minute. If it goes on, look at the server’s disk.
days-chain-waiting = { $waiting ->
    [0] everything is sealed
   *[other] { $waiting } waiting to be sealed
}
days-list = Files
days-none = No day saved yet
days-none-why = When the time comes, the day’s orders are saved in a file by themselves and appear here.
days-orders = { $count ->
    [one] 1 order
   *[other] { $count } orders
}
days-paid = { $count } paid
days-empty-day = No orders
days-late-at = Saved later, { $at }
days-span = { $since } to { $until }
days-state-there = Saved
days-state-missing = File is gone
days-state-removed = Removed after the years kept
days-checksum = Checksum
days-download = Download
days-download-why = The file holds customers’ data in full; each download is recorded.
days-more = Earlier days
days-verify = Verify now
days-whole = The orders are whole, nothing was altered
days-walked = { $seals } batches with { $entries } entries and every file of a day checked
days-walked-removed = { $rows } of them were removed after the years they are kept
days-broken = Something is not as it was
days-head = Seal (copy it to a place outside of this system)
days-sealed = { $seals ->
    [one] One batch sealed
   *[other] { $seals } batches sealed
}
days-sealed-at = Last at { $at }
days-sealed-never = There are no orders to seal yet
days-file-missing = This day’s file is gone. Tell the data administrator, who can bring it back from a backup.
days-file-removed = This day’s orders were older than the years they are kept; the file was removed with them.
orders-broken-altered = In batch { $seal }, { $table ->
    [customer_order] order { $number }
    [order_event] an event of order { $number }
    [amendment] an amendment of order { $number }
    [order_case_event] a step of after-sales case #{ $number }
    [order_day] the record of a day’s file
   *[other] the record of a removal
} ({ $table }:{ $id }) was altered. Leave everything as it is and tell the data administrator.
orders-broken-removed = From batch { $seal }, { $table ->
    [customer_order] an order
    [order_event] an event of an order
    [amendment] an amendment of an order
    [order_case_event] a step of an after-sales case
    [order_day] the record of a day’s file
   *[other] the record of a removal
} ({ $table }:{ $id }) was removed. Leave everything as it is and tell the data administrator.
orders-broken-stray = { $table ->
    [customer_order] Order { $number }
    [order_event] An event of order { $number }
    [amendment] An amendment of order { $number }
    [order_case_event] A step of after-sales case #{ $number }
    [order_day] The record of a day’s file
   *[other] The record of a removal
} ({ $table }:{ $id }) was slipped in after sealing. Leave everything as it is and tell the data administrator.
orders-broken-seal-missing = The seal of batch { $seal } is missing. Leave everything as it is and tell the data administrator.
orders-broken-chain = The seal of batch { $seal } does not follow from the one before. Leave everything as it is and tell the data administrator.
orders-broken-column = The column { $number } is gone from the database: nothing can be checked without it. Leave everything as it is and tell the data administrator.
orders-broken-file = The file of { $day } was altered. Leave everything as it is and tell the data administrator.
orders-broken-file-missing = The file of { $day } is gone. Leave everything as it is and tell the data administrator.
orders-broken-day-chain = The record of { $day } does not follow from the day before. Leave everything as it is and tell the data administrator.
audit-verb-order-day-taken-out = Day’s orders downloaded
audit-verb-orders-removed = Old orders removed
audit-verb-orders-verified = Orders verified
audit-subject-order-day = saved day of orders
audit-key-orders = orders
audit-key-before = before
audit-key-cases = Cases
audit-key-said-by = command from
audit-key-whole = whole
orders-broken-head = The file of { $day } knows another chain of orders than the one that is there now: the chain was made anew, or the file replaced. Leave everything as it is and tell the data administrator.
orders-unguarded = The database no longer guards { $tables }. Triggers are off, or somebody else’s trigger, rule or child table stands in between: until that is put right nothing there is sure; tell the data administrator.
