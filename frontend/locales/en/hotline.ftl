# The 400 hotline: whom it reaches now, who is next, who takes it over

hotline-title = Hotline
hotline-strip = { $number } → { $who }
hotline-strip-until = { $number }, until { $until }
hotline-office = the office

## Why it is this one
hotline-why-office-hours = office hours
hotline-why-duty = on duty by the rota
hotline-why-taken = took it over
hotline-why-assigned = assigned by a lead
hotline-why-confirmed = stands in and has confirmed
hotline-why-fallback = nobody on duty, fallback list first
hotline-why-nobody = nobody on duty, and nobody on the list can be reached
hotline-trouble-away = the telephone system does not answer
hotline-trouble-drift = the telephone system has another number

## Now
hotline-now = { $number } now reaches
hotline-until = until { $until }
hotline-next = From { $at }: { $who }
hotline-then = If nobody answers, in this order
hotline-away-now = The telephone system has not answered since { $since }. Calls follow the last plan; it catches up by itself when it is back.
hotline-drift-now = Since { $since } the telephone system has another number than planned. It is being put right.

## Confirming duty
hotline-asked-title = Please confirm: the hotline is yours
hotline-asked-text = From { $start } to { $end } calls to the 400 number ring your mobile.
hotline-asked-late = You had not confirmed, so the next one was asked. If you confirm now, it is still yours.
hotline-confirm = I have it
hotline-confirmed-by = { $name } has confirmed the duty from { $start }
hotline-confirmed-you = You have confirmed the duty from { $start }
hotline-waiting-for = Waiting for { $names } to confirm the duty from { $start }
hotline-nobody-confirmed = Nobody has confirmed the duty from { $start }; calls go as planned
hotline-names-and = {", "}
hotline-already-confirmed = Somebody else confirmed first; this night is not yours.
hotline-night-over = This night is over; nothing has to be confirmed.

## Taking it over
hotline-take = I take it until …
hotline-take-title = I take the hotline
hotline-take-about = At once: calls to the 400 number ring your mobile { $mobile }.
hotline-take-until = Until when
hotline-take-hours = { $hours ->
    [one] For { $hours } hour
   *[other] For { $hours } hours
}
hotline-take-end = Until { $until } (the office opens)
hotline-take-closes = Until { $until } (the office closes)
hotline-take-again = Other time …
hotline-take-other = Another time
hotline-take-at = Time
hotline-take-now = Take it now
hotline-taken-by-you = You have the hotline until { $until }
hotline-give-back = Give it back
hotline-give-back-ask = Calls then go to whoever is on duty by the rota. Give it back now?
hotline-own-number-needed = Your mobile number is not verified, so calls cannot reach you. Verify it under “My number”; it takes a minute.
hotline-verify = Verify my number
hotline-their-number-needed = This colleague’s number is not verified, so calls cannot reach them. Verify the number first.
hotline-until-wrong = The end must be later than now and within { $hours } hours.
hotline-nothing-to-give-back = You do not have the hotline; there is nothing to give back.
hotline-override-over = This is over already.

## The coming week
hotline-week = The coming seven days
hotline-week-ok = Somebody every night
hotline-week-holes = { $count ->
    [one] { $count } night without anybody
   *[other] { $count } nights without anybody
}
hotline-week-drawn = The hotline of the coming seven days: { $holes } nights without anybody
hotline-hole = Nobody on duty
hotline-hole-text = Calls go to { $who } first.
hotline-hole-nobody = Calls can only go to the office.
hotline-hole-do = Roster or assign somebody, or take it yourself.
hotline-to-rota = To the rota

## The log
hotline-log = Switches
hotline-log-empty = No switch yet
hotline-log-empty-why = Each time the hotline goes to somebody else, a line is added here.
hotline-log-more = Earlier entries
hotline-switch-planned = on time
hotline-switch-changed = changed
hotline-switch-taken = taken or given back
hotline-switch-repaired = put right
hotline-switch-drift = wrong number found
hotline-switch-failed = could not switch
hotline-switch-recovered = back again
hotline-switch-from-to = { $before } → { $after }
hotline-switch-first = begins with { $after }

## Assignments
hotline-overrides = Other than by the rota
hotline-overrides-none = Nothing; the rota decides.
hotline-override-taken = took it over
hotline-override-assigned = assigned
hotline-override-confirmed = confirmed in their place
hotline-override-by-day = in office hours, too
hotline-override-by = by { $name }
hotline-override-end = End
hotline-override-end-ask = End this for { $name }? Calls follow the rota at once.
hotline-assign = Assign somebody
hotline-assign-person = Who
hotline-assign-unverified = { $name } (number not verified)
hotline-assign-from = From
hotline-assign-to = To
hotline-assign-by-day = In office hours, too
hotline-assign-by-day-hint = Otherwise only outside of office hours.
hotline-assign-note = Note
hotline-assign-do = Assign
hotline-zone-missing = A time needs its zone, for instance 2026-11-03T09:00:00+08:00.
hotline-span-wrong = The end must be later than the beginning and later than now.
hotline-span-far = At most { $days } days ahead.

## The fallback list
hotline-chain = Fallback list
hotline-chain-about = When nobody is on duty, or nobody answers, calls try these people in turn, then the office.
hotline-chain-superiors = No list of your own yet: superiors are tried upwards.
hotline-chain-none = Nobody is on the list: unanswered calls can only go to the office.
hotline-chain-unverified = number not verified, passed over
hotline-chain-up = Move { $name } up
hotline-chain-down = Move { $name } down
hotline-chain-remove = Remove { $name }
hotline-chain-add = Add somebody
hotline-chain-add-do = Add at the end
hotline-chain-reset = Back to superiors
hotline-chain-adopt = Start from this list
hotline-chain-long = At most { $most } people.

## Numbers
hotline-numbers = Whose number is verified
hotline-numbers-count = { $verified } of { $all } verified

## The line
hotline-settings = Hotline settings
hotline-no-line = This department has no hotline yet. A lead fills in the 400 number first.
hotline-no-line-title = No hotline yet
hotline-no-line-why = Fill in the 400 number and the office’s, and the hotline follows the rota.
hotline-no-line-staff = Once a lead has set it up, you see here whom calls reach.
hotline-set-up = Set up the hotline
hotline-off-rules = The department’s rules have the hotline switched off, so no calls are forwarded. Switch it on under Rules.
hotline-off-line = The hotline is switched off; it follows the rota again once it is on.
hotline-to-rules = Switch it on
hotline-line = Line
hotline-line-number = 400 number
hotline-line-office = Office number
hotline-line-office-hint = Rings in office hours, and whenever nobody else is left.
hotline-line-adapter = Telephone system
hotline-line-adapter-sip = Our own SIP exchange
hotline-line-adapter-sip-about = Kamailio takes the plan every second and follows it without us, too
hotline-line-adapter-webhook = A cloud that asks us
hotline-line-adapter-webhook-about = Once for each call, in TwiML or JSON
hotline-line-adapter-rest = A cloud that we tell
hotline-line-adapter-rest-about = Its API is called whenever the target changes
hotline-line-enabled = In use
hotline-line-enabled-hint = Switched off, nothing is switched any more; the telephone system keeps what it has.
hotline-line-addresses = Addresses to give to the vendor
hotline-line-address-inbound = To ask at a call
hotline-line-address-events = Call events
hotline-line-no-public = No public address is set (DANGBAN_PUBLIC_URL), so the vendor cannot find us.
hotline-line-save = Save
hotline-line-saved = Saved; it holds at once.
hotline-line-test = Test the connection
hotline-line-well = The connection works
hotline-line-state = Telephone system
hotline-line-state-version = Has plan { $version }, handed over at { $at }
hotline-line-state-looked = Looked at { $at }: { $number }
hotline-line-state-never = Nothing was handed over yet
hotline-secret-there = Kept; it is not shown again
hotline-secret-none = Not filled in yet
hotline-secret-hint = Leave empty to keep it
hotline-secret-forget = Delete what is kept
hotline-number-wrong = A number has 3 to 20 digits, with a + in front or not.
hotline-adapter-unknown = There is no such telephone system. Choose one from the list.
hotline-setting-long = At most { $most } characters here.
hotline-setting-choice = Choose one from the list.
hotline-setting-number = A number belongs here.
hotline-health-unreachable = Cannot be reached: { $reason }
hotline-health-settings = The settings are wrong: { $reason }
hotline-health-no-secret = No secret is filled in, so nobody who asks can be told apart.
hotline-health-no-https = The public address must begin with https for a vendor to ask us.
hotline-health-sip-plan = The SIP server has no plan yet: neither from the database nor from its seed file.
hotline-health-sip-database = { $minutes ->
    [never] The SIP server has not read the database since it was started.
    [0] The SIP server cannot read the database just now.
   *[other] The SIP server has not read the database for { $minutes } minutes.
} Calls follow the plan that it has.
hotline-health-sip-clock = The clock of the SIP server is { $seconds } s off. Set it by NTP: it switches by that clock.
hotline-health-sip-events = { $count } events of calls wait at the SIP server. Look at the address and the token there.

## The command line
hotline-cli-plan-help = Lists a department’s hotline plan in words.
hotline-cli-no-line = This department has no hotline.
hotline-cli-unknown = No such department: { $department }. There are: { $known }
hotline-cli-head = { $name }: { $number }, plan { $version }

## Settings of telephone systems
hotline-setting-more = More settings
hotline-setting-control_url = Address of Kamailio
hotline-setting-control_url-hint = Where it answers our questions; the operator has to list it in DANGBAN_OUTBOUND_HOSTS.
hotline-setting-form = Form
hotline-setting-form-hint = twiml for Twilio and what speaks like it, json for others.
hotline-setting-secret = Secret
hotline-setting-secret-hint = The vendor signs with it, or knows us by it.
hotline-setting-sorry = What is said when nobody answers
hotline-setting-sorry-hint = Read to the caller when everybody was tried in vain; may stay empty.
hotline-setting-set_method = Setting the number: method
hotline-setting-set_address = Setting the number: address
hotline-setting-set_address-hint = Requested whenever the target changes; may hold places such as {"{{ number }}"}.
hotline-setting-set_body = Setting the number: body
hotline-setting-set_body-hint = Places: number (whom calls go to), line (the 400 number), version, request_id, at, timestamp, nonce.
hotline-setting-read_method = Asking for the number: method
hotline-setting-read_address = Asking for the number: address
hotline-setting-read_address-hint = To compare whom calls reach; without it nothing is compared.
hotline-setting-read_body = Asking for the number: body
hotline-setting-number_path = Where the number stands in the answer
hotline-setting-number_path-hint = For instance data.lines.0.forward_to
hotline-setting-strip = Prefix of numbers
hotline-setting-strip-hint = What the vendor writes before a number and we do not, for instance +86.
hotline-setting-headers = Headers
hotline-setting-headers-hint = One a line, Name: value
hotline-setting-media_type = Media type
hotline-setting-ok_path = Where success stands in the answer
hotline-setting-ok_path-hint = For instance code; without it the status alone counts.
hotline-setting-ok_values = What means success
hotline-setting-ok_values-hint = Several separated by commas, for instance 0,OK
hotline-setting-auth = How the vendor knows us
hotline-setting-user = User or key ID
hotline-setting-signed = What is signed
hotline-setting-algorithm = Signature: algorithm
hotline-setting-encoding = Signature: writing
hotline-setting-signature_header = Signature: header
hotline-setting-timeout_seconds = Seconds to wait
hotline-setting-events_secret = Secret of call events
hotline-setting-events_secret-hint = The vendor signs with it what it tells us about calls.
