audit-title = Audit trail
audit-eyebrow = Who changed what and when; only ever added to
audit-every-verb = Every action
audit-verb = Action
audit-day = Day
audit-show = Show
audit-more = Earlier entries
audit-empty = Nothing fits
audit-empty-why = Try another day or action; every change is written down here.
audit-the-program = The program
audit-sealed = { $seals ->
    [one] One batch sealed
   *[other] { $seals } batches sealed
}
audit-sealed-at = Last at { $at }; { $waiting } waiting to be sealed
audit-head = Seal (copy it to a place outside of this system)
audit-verify = Verify now
audit-intact = The trail is whole, nothing was altered
audit-walked = { $seals } batches and { $events } entries checked
audit-broken = The trail was tampered with
audit-broken-altered = Entry { $event } in batch { $seal } was altered. Leave everything as it is and tell the data administrator.
audit-broken-removed = Entry { $event } in batch { $seal } was removed. Leave everything as it is and tell the data administrator.
audit-broken-seal-missing = The seal of batch { $seal } is missing. Leave everything as it is and tell the data administrator.
audit-broken-chain = The seal of batch { $seal } does not follow from the one before. Leave everything as it is and tell the data administrator.
audit-broken-stray = Entry { $event } was slipped in after sealing. Leave everything as it is and tell the data administrator.
