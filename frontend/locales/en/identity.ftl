## Logging in
identity-login-title = Log in
identity-login-name = Login name
identity-login-enter = Log in
identity-login-passkey = Log in with a passkey
identity-login-help = Forgotten your password? Your manager can send you a login link.
identity-or = or
identity-logout = Log out
identity-login-wrong = Login name or password is wrong. Please check both; capitals matter.
identity-login-wait = { $minutes ->
    [one] Too many wrong tries. Please wait 1 minute, or ask your manager for a login link.
   *[other] Too many wrong tries. Please wait { $minutes } minutes, or ask your manager for a login link.
}
identity-login-wait-address = { $minutes ->
    [one] Too many wrong tries from this network. Please wait 1 minute.
   *[other] Too many wrong tries from this network. Please wait { $minutes } minutes.
}
identity-login-unknown = Nobody has the login name “{ $login }”.

## Passwords
identity-password = Password
identity-password-new = New password
identity-password-old = Current password
identity-password-show = Show password
identity-password-hint = At least { $shortest } characters, not starting with a digit. A few words in a row are easy to remember and safe.
identity-password-change = Change password
identity-password-first = Set a password
identity-password-save = Save new password
identity-password-ends-others = Your other devices will be logged out; this one stays.
identity-password-since = Set on { $day }
identity-password-none = Not set: you log in with a passkey
identity-password-regular = { $days ->
    [one] This department changes passwords every day.
   *[other] This department changes passwords every { $days } days.
}
identity-password-due-title = First, a new password
identity-password-due-old = Your password has reached its age limit. Change it and carry on.
identity-password-due-lent = Your password was lent to somebody else. Change it and carry on.
identity-password-short = That is too short: use at least { $shortest } characters.
identity-password-long = That is too long: use at most { $longest } characters.
identity-password-digit = A password cannot start with a digit. Put a letter or a word in front.
identity-password-personal = It contains your login, name, mobile or employee number, which others can guess. Please choose another.
identity-password-known = This password is on lists of leaked passwords. Please choose another.
identity-password-guessable = This is too easy to guess. Add one or two unrelated words.
identity-password-old-wrong = That is not your current password. Please try again.
identity-password-same = That is your current password. Please choose another.

## Invitations and login links
identity-join-title = Join
identity-again-title = Back in
identity-join-hello = Hello { $name }
identity-join-by = { $who } invites you to { $department }
identity-join-into = Welcome to { $department }
identity-again-text = Set a new password and you are back in. Your other devices will be logged out.
identity-join-passkey = Use your fingerprint or face
identity-join-passkey-why = Nothing to remember, and only this phone can open it: the safest way.
identity-join-passkey-now = Set up a passkey
identity-join-password = Set a password
identity-join-enter = Join
identity-again-enter = Save and log in
identity-join-until = The link works once, until { $at }
identity-dead-title = This link no longer works
identity-dead-next = Ask the person who sent it for a new one.
identity-link-unknown = This link does not exist. Perhaps part of it was not copied.
identity-link-used = This link has been used already. If that was you, simply log in.
identity-link-revoked = This link has been taken back.
identity-link-expired = This link has expired.
identity-link-own = You cannot make a login link for yourself. Change your password under Me.
identity-link-above = { $name } may do more than you. Somebody with those permissions has to make this link.
identity-invitations-title = Invitations
identity-missing-title = Not invited yet
identity-missing-none = Everybody is invited
identity-missing-none-why = New people and those who have never come in appear here.
identity-open-title = Links waiting to be used
identity-open-none = No links are waiting
identity-open-none-why = Links are listed here until they are used, taken back or expired.
identity-invite-title = A link for { $name }
identity-invite-join-text = This makes a link and a QR code. { $name } opens it on a phone, sets a password and is in. It works for 7 days.
identity-invite-login-text = This makes a login link. { $name } sets a new password with it; the old one and other devices stop working. It works for 1 hour.
identity-invite-once = The link works once. Give it to this person only: whoever opens it is logged in.
identity-invite-replaces = A link is open until { $at }. A new one takes its place.
identity-invite-make = Make the link
identity-invite-chosen = Make their links
identity-invite-nobody = Nobody is ticked. Please choose at least one person.
identity-link-title = Link for { $name }
identity-links-title = { $count ->
    [one] 1 invitation link
   *[other] { $count } invitation links
}
identity-link-once = Shown only here and now. Let the person scan the code, or copy the link and send it to them.
identity-link-join = To join, until { $at }
identity-link-login = To log in again, until { $at }
identity-link-message = Dangban invitation to { $department }
identity-revoke = Take back
identity-revoke-ask = Take back the link for { $name }? It will no longer open.
identity-done = Done

identity-welcome-title = Welcome, { $name }
identity-welcome-text = Install Dangban on your phone: it opens with a tap and clocks in without a network.
identity-welcome-how = Show me
identity-welcome-later = Later

## Me
identity-me-who = Who I am
identity-me-admin = Company administrator
identity-me-looks = Language and appearance
identity-me-access = Login and security
identity-me-more = More
identity-me-calendar = Calendar feed
identity-me-calendar-why = Your shifts in your phone’s calendar
identity-me-install = Install on this phone
identity-me-install-why = Opens like an app and clocks in without a network
identity-me-login = Login name { $login }
identity-level-1 = Ordinary level
identity-level-2 = Back-office level
identity-level-3 = Data administrator
identity-choice-unknown = There is no such choice.
identity-done-password = Password saved. Your other devices are logged out.

## Devices
identity-devices-title = Devices
identity-devices-count = { $count ->
    [one] 1 device
   *[other] { $count } devices
}
identity-devices-why = You have logged in on these. Remove what you do not know or no longer use.
identity-device-unknown = Unknown browser
identity-device-this = This device
identity-device-now = In use now
identity-device-seen = Last seen { $at }
identity-device-out = Logged out
identity-device-end = Remove
identity-device-end-ask = Remove this device? It is logged out at once.
identity-device-end-this-ask = Remove the device you are using now? You are logged out at once.
identity-devices-end-others = Remove all other devices
identity-devices-end-others-ask = Remove all other devices? They are logged out at once.
identity-device-bound = May clock in
identity-device-unbound = Cannot clock in
identity-device-waits = Waiting for your lead
identity-device-waits-text = You have asked to clock in with this device. Your lead will confirm it.
identity-device-binding-why = In this department only confirmed devices clock in. To use this one, ask for it.
identity-device-ask = Ask to clock in with this one
identity-device-own = You cannot confirm your own device. Another lead has to.
identity-device-none = A program’s token has no device. Please log in on your phone.
identity-device-name = Name of the device
identity-device-name-hint = For example: my phone
identity-rename = Rename
identity-save = Save
identity-done-ended = Removed.
identity-done-asked = Asked. Once your lead confirms it, this device can clock in.
identity-waiting-title = Devices to confirm
identity-waiting-none = No device is waiting
identity-waiting-none-why = When somebody wants to clock in with a new phone, it appears here.
identity-waiting-shared = The same device already clocks in for { $names }. Please ask in person.
identity-waiting-second = Another device of this person may clock in already.
identity-waiting-yes = May clock in
identity-waiting-no = Decline
identity-done-bound = Confirmed. This device may clock in.
identity-done-declined = Declined.
identity-done-revoked = The link has been taken back.

## Passkeys
identity-passkeys-title = Passkeys
identity-passkeys-count = { $count ->
    [one] 1 passkey
   *[other] { $count } passkeys
}
identity-passkeys-none-short = Log in with fingerprint or face
identity-passkeys-why = Log in with your fingerprint, face or screen lock: nothing to remember, nothing to be tricked out of.
identity-passkeys-none = No passkey yet
identity-passkeys-none-why = Add one on the phone you use; next time one touch is enough.
identity-passkeys-address = Passkeys need this site to be opened by its name; a numeric address will not do.
identity-passkey-add = Add a passkey
identity-passkey-name-label = Name of the passkey
identity-passkey-name = Please give it a name.
identity-passkey-used = Last used { $at }
identity-passkey-made = Added { $day }, not used yet
identity-passkey-remove = Remove
identity-passkey-remove-ask = Remove “{ $name }”? You can no longer log in with it.
identity-passkey-last = This is your only way in. Set a password first, then remove it.
identity-passkey-failed = The passkey could not be verified. Try again, or use your password.
identity-passkey-expired = That took too long. Please try again.
identity-passkey-unknown = This passkey is not known here; it may have been removed. Please use your password.
identity-passkey-copied = This passkey may have been copied, so it was not let in. Use your password, remove it and add it anew.
identity-passkey-known = This device already has your passkey.
identity-passkey-most = You can have at most { $most } passkeys. Please remove one first.
identity-done-passkey-added = Added. You can log in with it from now on.
identity-done-passkey-renamed = Renamed.
identity-done-passkey-removed = Removed.

## Tokens
identity-tokens-title = API tokens
identity-tokens-count = { $count ->
    [one] 1 token
   *[other] { $count } tokens
}
identity-tokens-none-short = For programs of your own
identity-tokens-why = A program with a token reads and writes as you. Guard it like a password, and end it when it is not needed.
identity-tokens-none = No token yet
identity-tokens-none-why = You need one only to connect a program.
identity-token-new = New token
identity-token-name-label = What it is for
identity-token-name-hint = For example: shop display
identity-token-lifetime = Valid for
identity-token-days-choice = { $days ->
    [one] 1 day
   *[other] { $days } days
}
identity-token-days-forever = No end
identity-token-make = Make a token
identity-token-made = Token “{ $name }”
identity-token-once = Copy and keep it now. Once you leave this page, nobody can see it again.
identity-token-text = Token
identity-token-copy = Copy token
identity-token-until = Valid until { $day }
identity-token-forever = Valid without an end
identity-token-used = Last used { $at }
identity-token-unused = Not used yet
identity-token-end = End
identity-token-end-ask = End “{ $name }”? Programs that use it are cut off at once.
identity-token-name = Please say what the token is for.
identity-token-days = There is no such lifetime.
identity-token-most = You can have at most { $most } tokens. Please end one first.
identity-token-by-token = A token cannot make tokens. Please log in.
identity-token-no-session = A token cannot do this. Please log in.
identity-done-token-ended = The token has ended.
